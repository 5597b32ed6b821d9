// expect: nothing
// never: handle.leak
// Files that stay open on purpose: one for each part of the data, and a pool of the same one that is made at once.
import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
const dir = await mkdtemp(join(tmpdir(), 'parts-'));
const parts = new Map();
async function part(name) {
  if (!parts.has(name)) parts.set(name, open(join(dir, name), 'w'));
  return parts.get(name);
}
for (let i = 0; i < 12; i++) {
  const handle = await part(`part-${i % 6}`);
  await handle.write(`${i}\n`);
}
const readers = await Promise.all(Array.from({ length: 6 }, () => open(new URL(import.meta.url), 'r')));
console.log(parts.size, readers.length);
await rm(dir, { recursive: true });
