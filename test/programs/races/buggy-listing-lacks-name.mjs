// expect: race.fs.toctou 17,14
// A listing says that there is no such branch yet, and it is laid down; two calls had both listed the folder before.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Branches {
  #folder;
  constructor(folder) {
    this.#folder = folder;
  }
  async create(name, tip) {
    const known = new Set(await readdir(this.#folder));
    if (known.has(name)) throw new Error(`there is a branch ${name}`);
    const commit = await tip();
    await writeFile(path.join(this.#folder, name), commit);
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'branches-'));
const branches = new Branches(folder);
const made = await Promise.allSettled([
  branches.create('fix', () => sleep(20, 'a1b2')),
  branches.create('fix', () => sleep(70, 'c3d4')),
]);
console.log(made.map(({ status }) => status));
await rm(folder, { recursive: true });
