// expect: race.check-then-act 10,11
// All readers are woken by one letter, and all take one.
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
    for (const wake of this.#readers.splice(0)) wake();
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
