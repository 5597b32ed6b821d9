// expect: race.atomicity 14,15; race.atomicity 27,28
// One buffer for all calls: what one has read into it is read over by the next one before the first has taken it out.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

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
  }
  async sizeAt(at) {
    const next = await this.next(at);
    return next;
  }
  async next(at) {
    await file.read(this.last, { position: at });
    return this.last.at(0);
  }
}

const pairs = await Promise.all([0, 2, 4].map(pairAt));
const sizes = new Sizes();
const all = await Promise.all([1, 3, 5].map((at) => sizes.sizeAt(at)));
console.log(pairs.length, all.length);
await file.close();
await rm(folder, { recursive: true });
