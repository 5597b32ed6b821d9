// expect: nothing
// Meters are kept in one file, each at its place; one after the other changes a meter, and those of other meters do not matter.
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SIZE = 16;

class Meters {
  #turns = new Map();

  constructor(file) {
    this.file = file;
  }

  add(meter, by) {
    const turn = (this.#turns.get(meter) ?? Promise.resolve()).then(() => this.#change(meter, by));
    this.#turns.set(meter, turn);
    return turn;
  }

  async read(meter) {
    const place = Buffer.alloc(SIZE);
    await this.file.read(place, 0, SIZE, meter * SIZE);
    return place.readUInt32LE(0);
  }

  async #change(meter, by) {
    const place = Buffer.alloc(SIZE);
    place.writeUInt32LE((await this.read(meter)) + by, 0);
    await this.file.write(place, 0, SIZE, meter * SIZE);
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'meters-'));
const file = await open(path.join(folder, 'meters'), 'w+');
await file.truncate(SIZE * 3);
const meters = new Meters(file);
await Promise.all(Array.from({ length: 12 }, (_, i) => meters.add(i % 3, 1)));
console.log(await meters.read(0), await meters.read(1), await meters.read(2));
await file.close();
await rm(folder, { recursive: true });
