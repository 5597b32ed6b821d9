// expect: race.fs.lost-update 20,18
// What is written into the register of arrivals while it is sent to the harbour office goes when it is cut off.
import { appendFile, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const folder = await mkdtemp(join(tmpdir(), 'arrivals-'));
const register = join(folder, 'arrivals.txt');
const office = [];

async function send(text) {
  await pause(50);
  office.push(...text.trim().split('\n'));
}

async function report() {
  const text = await readFile(register, 'utf8');
  await send(text);
  await truncate(register);
}

await appendFile(register, 'Anna\n');
const reporting = report();
for (const ship of ['Berta', 'Clara']) {
  await pause(20);
  await appendFile(register, `${ship}\n`);
}
await reporting;
console.log(office.length, (await readFile(register, 'utf8')).length);
await rm(folder, { recursive: true });
