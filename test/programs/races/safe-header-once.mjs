// expect: nothing
// Whoever finds no file writes its first line: one after the other.
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-header-'));
const file = path.join(folder, 'log.csv');

let last = Promise.resolve();
const write = (line) => (last = last.then(() => writeNow(line)));

async function writeNow(line) {
  const there = await stat(file).catch(() => null);
  if (there === null) await appendFile(file, 'time,what\n');
  await appendFile(file, `${line}\n`);
}

await Promise.all([write('1,started'), write('2,stopped')]);
console.log((await readFile(file, 'utf8')).includes('1,started'));
await rm(folder, { recursive: true });
