// expect: nothing
// One reader is woken for each letter.
import { setTimeout as delay } from 'node:timers/promises';

class Tray {
  #letters = [];
  #readers = [];

  async next() {
    if (this.#letters.length === 0) await new Promise((resolve) => this.#readers.push(resolve));
    return this.#letters.shift();
  }

  put(letter) {
    this.#letters.push(letter);
    this.#readers.shift()?.();
  }
}

const tray = new Tray();

async function read(name) {
  const letter = await tray.next();
  console.log(name, letter.text);
}

const reading = Promise.allSettled(['ann', 'ben'].map(read));
for (const text of ['hello', 'bye']) {
  await delay(10);
  tray.put({ text });
}
await reading;
