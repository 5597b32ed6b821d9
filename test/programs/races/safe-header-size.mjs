// expect: nothing
// A file that has grown too long gets a note; that it is there does not change.
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-header-'));
const file = path.join(folder, 'log.csv');

async function write(line) {
  const there = await stat(file).catch(() => null);
  if (there !== null && there.size > 1e6) await appendFile(file, 'too long\n');
  await appendFile(file, `${line}\n`);
}

await Promise.all([write('1,started'), write('2,stopped')]);
console.log((await readFile(file, 'utf8')).includes('1,started'));
await rm(folder, { recursive: true });
