// expect: nothing
// A free name is looked for, and the file is made under it only if nobody else has made it meanwhile: who comes too late looks for the next one.
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(tmpdir(), 'letters-'));

async function isThere(file) {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

async function keep(text) {
  for (let number = 1; ; number++) {
    const file = path.join(folder, `letter-${number}.txt`);
    if (await isThere(file)) continue;
    try {
      await writeFile(file, text, { flag: 'wx' });
      return number;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

const numbers = await Promise.all(['dear Ann', 'dear Bob', 'dear Cleo'].map(keep));
console.log(numbers.toSorted().join(), (await readdir(folder)).length);
await rm(folder, { recursive: true });
