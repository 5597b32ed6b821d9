// expect: nothing
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

class Ledger {
  #file;
  #lines = 0;

  static async load(name) {
    const ledger = new Ledger();
    ledger.#file = await open(name);
    return ledger;
  }

  async head() {
    const { buffer } = await this.#file.read(Buffer.alloc(4), 0, 4, 0);
    this.#lines++;
    return buffer.toString();
  }

  close() {
    return this.#file.close();
  }
}

const dir = await mkdtemp(join(tmpdir(), 'ledger-'));
const name = join(dir, 'ledger.txt');
await writeFile(name, 'head and more');

let ledger = await Ledger.load(name);
const old = ledger;
// Another one takes its place: whoever has it, has it with its file.
setTimeout(async () => {
  ledger = await Ledger.load(name);
}, 20);
setTimeout(async () => {
  console.log(await ledger.head());
  await Promise.all([old.close(), ledger.close()]);
  await rm(dir, { recursive: true });
}, 120);
