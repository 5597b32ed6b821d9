// expect: nothing
// The same, one call after the other; and two names, each of its own.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Branches {
  #folder;
  #last = Promise.resolve();
  constructor(folder) {
    this.#folder = folder;
  }
  create(name, tip) {
    const mine = this.#last.then(() => this.#create(name, tip));
    this.#last = mine.catch(() => {});
    return mine;
  }
  async #create(name, tip) {
    const known = new Set(await readdir(this.#folder));
    if (known.has(name)) throw new Error(`there is a branch ${name}`);
    await writeFile(path.join(this.#folder, name), await tip());
  }
}

async function note(folder, name) {
  const names = await readdir(folder);
  if (names.includes(`${name}.note`)) return;
  await sleep(20);
  await writeFile(path.join(folder, `${name}.note`), 'new');
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'branches-'));
const branches = new Branches(folder);
const made = await Promise.allSettled([
  branches.create('fix', () => sleep(20, 'a1b2')),
  branches.create('fix', () => sleep(70, 'c3d4')),
  note(folder, 'fix'),
  note(folder, 'main'),
]);
console.log(made.map(({ status }) => status));
await rm(folder, { recursive: true });
