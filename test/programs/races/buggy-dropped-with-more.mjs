// expect: race.atomicity 23,20
// The readings of a station are uploaded, and then all that stands under its name is forgotten: what came during the upload, too.
import { setTimeout as sleep } from 'node:timers/promises';

class Buffers {
  #readings = new Map();
  uploaded = 0;

  note(station, reading) {
    let list = this.#readings.get(station);
    if (!list) {
      list = [];
      this.#readings.set(station, list);
    }
    list.push(reading);
  }

  async flush(upload) {
    for (const station of [...this.#readings.keys()]) {
      const text = JSON.stringify(this.#readings.get(station));
      const count = await upload(station, text);
      this.uploaded += count;
      this.#readings.delete(station);
    }
  }
}

const buffers = new Buffers();
const upload = async (station, text) => {
  await sleep(50);
  return JSON.parse(text).length;
};
buffers.note('north', 1);
buffers.note('north', 2);
const flushing = buffers.flush(upload);
setTimeout(() => buffers.note('north', 3), 20);
await flushing;
await sleep(30);
await buffers.flush(upload);
console.log(buffers.uploaded);
