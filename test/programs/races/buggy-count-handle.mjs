// expect: race.fs.lost-update 21,17
// A number in a file is read, and written back, through a handle; another call has read it, too.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-handle-'));
const file = path.join(folder, 'number');
await fs.writeFile(file, '7');

let arrived = 0;
let letGo;
const bothHaveRead = new Promise((resolve) => (letGo = resolve));

async function next() {
  // Each has a handle of its own.
  const handle = await fs.open(file, 'r+');
  const number = Number(await handle.readFile('utf8')) + 1;
  if (++arrived === 2) letGo();
  await bothHaveRead;
  await handle.write(String(number), 0);
  await handle.close();
  return number;
}

console.log((await Promise.all([next(), next()])).join());
await fs.rm(folder, { recursive: true });
