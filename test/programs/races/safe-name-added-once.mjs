// expect: nothing
// A name that is not in a file is added to it, unless somebody has begun to.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-names-'));
const file = path.join(folder, 'names.txt');
await writeFile(file, '');
const begun = new Set();

async function add(name) {
  const names = (await readFile(file, 'utf8')).split('\n');
  if (names.includes(name)) return;
  if (begun.has(name)) return;
  begun.add(name);
  await appendFile(file, `${name}\n`);
}

await Promise.all([add('ann'), add('ann')]);
console.log((await readFile(file, 'utf8')).startsWith('ann'));
await rm(folder, { recursive: true });
