// expect: nothing
// Who waits for the table reads it until it is all there, and goes on then.
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'torn-'));
const file = path.join(folder, 'table.json');
await writeFile(file, '[]');

async function save(rows) {
  const table = await open(file, 'w');
  await table.write('[0');
  for (let row = 1; row < rows; row++) await delay(5).then(() => table.write(`,${row}`));
  await table.write(']');
  await table.close();
}

async function rowsNow() {
  try {
    return JSON.parse(await readFile(file, 'utf8')).length;
  } catch {
    return 0;
  }
}

async function whole() {
  for (;;) {
    const rows = await rowsNow();
    if (rows > 0) return rows;
    await delay(4);
  }
}

const [, rows] = await Promise.all([save(6), whole()]);
console.log(rows);
await rm(folder, { recursive: true });
