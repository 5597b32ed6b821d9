// expect: race.order.use-after-close 25,27
// As safe-pins-counted.mjs, but only the first reader is counted: the pin goes with whoever leaves first, and the next one finds none.
import { setTimeout as pause } from 'node:timers/promises';

class Archive {
  #edition = 0;
  #pins = new Map();
  #texts = ['first'];

  pin() {
    const edition = this.#edition;
    if (!this.#pins.has(edition)) this.#pins.set(edition, 1);
    return edition;
  }

  text(edition) {
    return this.#texts[edition];
  }

  publish(text) {
    this.#edition = this.#texts.push(text) - 1;
  }

  unpin(edition) {
    const left = this.#pins.get(edition) - 1;
    if (left > 0) this.#pins.set(edition, left);
    else this.#pins.delete(edition);
  }

  get pinned() {
    return this.#pins.size;
  }
}

const archive = new Archive();
async function read(start, ms) {
  await pause(start);
  const edition = archive.pin();
  try {
    await pause(ms);
    return archive.text(edition).length;
  } finally {
    archive.unpin(edition);
  }
}

async function compare(start) {
  await pause(start);
  const edition = archive.pin();
  const before = archive.text(edition);
  await pause(3);
  archive.unpin(edition);
  return before === archive.text(edition);
}

async function write(start, text) {
  await pause(start);
  archive.publish(text);
}

const sizes = await Promise.all([read(1, 12), read(3, 6), compare(5), write(25, 'second'), compare(30), read(32, 9), read(60, 2)]);
console.log(sizes.join(), archive.pinned);
