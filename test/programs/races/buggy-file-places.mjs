// expect: race.fs.lost-update 24,18
// Meters are kept in one file, each at its place: two that change one meter at a time lose one of the changes.
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SIZE = 16;

class Meters {
  constructor(file) {
    this.file = file;
  }

  async read(meter) {
    const place = Buffer.alloc(SIZE);
    // Where it is.
    const from = meter * SIZE;
    await this.file.read(place, 0, SIZE, from);
    return place.readUInt32LE(0);
  }
  async add(meter, by) {
    const place = Buffer.alloc(SIZE);
    place.writeUInt32LE((await this.read(meter)) + by, 0);
    await this.file.write(place, 0, SIZE, meter * SIZE);
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'meters-'));
const file = await open(path.join(folder, 'meters'), 'w+');
await file.truncate(SIZE * 3);
const meters = new Meters(file);
await Promise.all([0, 1, 2, 1].map((meter) => meters.add(meter, 1)));
console.log((await meters.read(0)) > 0);
await file.close();
await rm(folder, { recursive: true });
