// expect: race.fs.toctou 12,11
// Whoever finds no file writes its first line: two that both look before either has written both write it.
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-header-'));
const file = path.join(folder, 'log.csv');

async function write(line) {
  const there = await stat(file).catch(() => null);
  if (there === null) await appendFile(file, 'time,what\n');
  await appendFile(file, `${line}\n`);
}

await Promise.all([write('1,started'), write('2,stopped')]);
console.log((await readFile(file, 'utf8')).includes('1,started'));
await rm(folder, { recursive: true });
