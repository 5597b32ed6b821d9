// expect: race.fs.lost-update 9,10
import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
const dir = await mkdtemp(join(tmpdir(), 'cnt-'));
const file = join(dir, 'visits.txt');
await writeFile(file, '0');
async function visit() {
  const n = Number(await readFile(file, 'utf8'));
  await writeFile(file, String(n + 1));
  return n + 1;
}
await Promise.all([visit(), visit(), visit(), visit()]);
console.log('visits', await readFile(file, 'utf8'));
await rm(dir, { recursive: true });
