// expect: nothing
// One buffer for all calls, which come one after the other or wait for each other; a part of it for each; one of its own for each; and one that is only looked through.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-filled-'));
const name = path.join(folder, 'sizes.bin');
await writeFile(name, Uint8Array.from([4, 8, 15, 16, 23, 42]));
const file = await open(name, 'r');

const scratch = Buffer.alloc(2);
async function pairAt(at) {
  await file.read(scratch, 0, 2, at);
  return scratch.readUInt16LE(0);
}

class Sizes {
  constructor() {
    this.last = new Uint8Array(1);
    this.turn = Promise.resolve();
  }
  sizeAt(at) {
    const mine = this.turn.then(() => this.next(at));
    this.turn = mine.catch(() => {});
    return mine;
  }
  async next(at) {
    await file.read(this.last, { position: at });
    return this.last.at(0);
  }
}

class Slab {
  #bytes = Buffer.alloc(6);
  async take(slot) {
    await file.read(this.#bytes, slot * 2, 2, slot * 2);
    await delay(1);
    return this.#bytes.readUInt16LE(slot * 2);
  }
}

class Own {
  async take(at) {
    const bytes = Buffer.alloc(2);
    await file.read(bytes, 0, 2, at);
    await delay(1);
    return bytes.readUInt16LE(0);
  }
}

class Cursor {
  async read(bytes, at) {
    await delay(1);
    return bytes[at];
  }
}
class Table {
  #rows = Buffer.alloc(6);
  #cursor = new Cursor();
  async at(row) {
    const first = await this.#cursor.read(this.#rows, 0);
    return first + (await this.#cursor.read(this.#rows)) + this.#rows[row];
  }
}

let sum = 0;
for (const at of [0, 2, 4]) sum += await pairAt(at);
const sizes = new Sizes();
const all = await Promise.all([1, 3, 5].map((at) => sizes.sizeAt(at)));
const slab = new Slab();
const own = new Own();
const slots = await Promise.all([0, 1, 2].flatMap((slot) => [slab.take(slot), own.take(slot * 2)]));
const table = new Table();
const rows = await Promise.all([0, 1, 2].map((row) => table.at(row)));
console.log(sum, all.join(), slots.join(), rows.length);
await file.close();
await rm(folder, { recursive: true });
