// expect: promise.floating main.mjs:27
import { appendFile, mkdtemp } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(join(tmpdir(), 'meters-'));
const file = join(folder, 'readings.csv');
const meters = Array.from({ length: 12 }, (_, i) => ({ id: `m${i}`, value: i * 7 }));

async function exportReadings(rows) {
  for (const { id, value } of rows) {
    await appendFile(file, `${id};${value}\n`);
    await delay(15);
  }
}

async function bill(rows) {
  let sum = 0;
  for (const { value } of rows) sum += value;
  await delay(70);
  return sum;
}

async function main() {
  exportReadings(meters);
  console.log('to pay', await bill(meters));
  process.exit();
}

process.on('exit', () => {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  console.log(lines.length < meters.length ? 'some readings are missing' : 'all readings are there');
  rmSync(folder, { recursive: true });
});

await main();
