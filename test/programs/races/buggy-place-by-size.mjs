// expect: race.fs.toctou 14,13
// The size of a file is taken for the place of the record that is appended to it: two calls that have seen one size note one place.
import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-place-'));
const file = path.join(folder, 'records');
await writeFile(file, '');
const places = new Map();

async function keep(id, record) {
  const { size: at } = await stat(file);
  await appendFile(file, record);
  places.set(id, { at, length: record.length });
}

await Promise.all([keep('a', 'one'), keep('b', 'three')]);
console.log(places.size);
await rm(folder, { recursive: true });
