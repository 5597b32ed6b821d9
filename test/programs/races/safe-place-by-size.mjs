// expect: nothing
// Records are appended one after the other, and their places noted; of a log the size is only asked to see whether it is full.
import { appendFile, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-place-'));
const file = path.join(folder, 'records');
const log = path.join(folder, 'log');
await Promise.all([writeFile(file, ''), writeFile(log, '')]);
const places = new Map();

async function write(id, record) {
  const { size: at } = await stat(file);
  await appendFile(file, record);
  places.set(id, { at, length: record.length });
}

let last = Promise.resolve();
const keep = (id, record) => (last = last.then(() => write(id, record)));

async function note(line) {
  const { size } = await stat(log);
  if (size > 1e6) await truncate(log);
  await appendFile(log, line);
}

await Promise.all([keep('a', 'one'), keep('b', 'three'), note('one\n'), note('two\n')]);
console.log(places.size);
await rm(folder, { recursive: true });
