// expect: race.fs.lost-update 22,16
// Each writes in its turn what it has read before.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

class Register {
  #tail = Promise.resolve();
  #count = 0;

  constructor(file) {
    this.file = file;
  }

  async read() {
    return JSON.parse(await readFile(this.file, 'utf8'));
  }

  async #write(rows) {
    const next = `${this.file}.${++this.#count}`;
    await writeFile(next, JSON.stringify(rows));
    await rename(next, this.file);
  }

  async add(row) {
    const rows = await this.read();
    const run = this.#tail.then(async () => {
      await this.#write([...rows, row]);
    });
    this.#tail = run.catch(() => {});
    return run;
  }
}

const dir = await mkdtemp(join(tmpdir(), 'register-'));
const file = join(dir, 'register.json');
await writeFile(file, '[]');
const register = new Register(file);
await Promise.all(['ann', 'bob', 'cid'].map((name) => register.add(name)));
console.log((await register.read()).length > 0);
await rm(dir, { recursive: true });
