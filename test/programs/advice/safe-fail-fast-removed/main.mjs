// expect: nothing
// One part fails; the others go on writing into their folder, which stays, and another one is removed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = await mkdtemp(join(tmpdir(), 'parts-'));
const scratch = join(folder, 'scratch');
await mkdir(scratch);
let removed;
const whenRemoved = new Promise((resolve) => (removed = resolve));

async function store(name) {
  if (name === 'bad') throw new Error('no space');
  await whenRemoved;
  await writeFile(join(folder, name), name);
  return name;
}

const parts = ['a', 'bad', 'c'].map(store);
try {
  await Promise.all(parts);
} catch {
  await rm(scratch, { recursive: true });
  removed();
}
await Promise.allSettled(parts);
await rm(folder, { recursive: true });
