// expect: promise.all-fail-fast main.mjs:19
// The folder is removed when one part fails; the others are still writing into it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = await mkdtemp(join(tmpdir(), 'parts-'));
let removed;
const whenRemoved = new Promise((resolve) => (removed = resolve));

async function store(name) {
  if (name === 'bad') throw new Error('no space');
  await whenRemoved;
  await writeFile(join(folder, name), name).catch(() => {});
  return name;
}

try {
  await Promise.all(['a', 'bad', 'c'].map(store));
} catch {
  await rm(folder, { recursive: true });
  removed();
}
