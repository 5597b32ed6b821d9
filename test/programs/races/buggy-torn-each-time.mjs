// expect: race.fs.torn-read 22 ; race.fs.torn-read 22
// A panel shows the table again and again, whole or not; the table is written row by row.
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

const shown = [];
async function show(times) {
  for (let i = 0; i < times; i++) {
    shown.push(await rowsNow());
    await delay(4);
  }
}

await show(2);
await Promise.all([save(6), show(6)]);
console.log(shown.length);
await rm(folder, { recursive: true });
