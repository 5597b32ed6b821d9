// expect: nothing
// The register is sent and cut off when nobody writes into it any more; another one is moved away before it is sent.
import { appendFile, mkdtemp, readFile, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const folder = await mkdtemp(join(tmpdir(), 'arrivals-'));
const office = [];

async function send(text) {
  await pause(40);
  office.push(...text.trim().split('\n'));
}

async function arrive(register, ships) {
  for (const ship of ships) {
    await pause(20);
    await appendFile(register, `${ship}\n`);
  }
}

async function close(register) {
  await send(await readFile(register, 'utf8'));
  await truncate(register, 0);
}

async function report(register) {
  await rename(register, `${register}.sent`);
  await pause(30);
  await send(await readFile(`${register}.sent`, 'utf8'));
}

const [north, south] = ['north.txt', 'south.txt'].map((name) => join(folder, name));
await arrive(north, ['Anna', 'Berta']);
await close(north);
await arrive(north, ['Clara']);
await close(north);
await appendFile(south, 'Dora\n');
await Promise.all([report(south), arrive(south, ['Emma', 'Frieda'])]);
console.log(office.length);
await rm(folder, { recursive: true });
