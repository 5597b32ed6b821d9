// expect: nothing
// A number in a file is read, and written back, through a handle: one call after the other.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-handle-'));
const file = path.join(folder, 'number');
await fs.writeFile(file, '7');

let last = Promise.resolve();
const next = () => (last = last.then(count));

async function count() {
  // Each has a handle of its own.
  const handle = await fs.open(file, 'r+');
  const number = Number(await handle.readFile('utf8')) + 1;
  await handle.write(String(number), 0);
  await handle.close();
  return number;
}

console.log((await Promise.all([next(), next()])).join());
await fs.rm(folder, { recursive: true });
