// expect: nothing
// The tides of all harbours are asked for at once, and kept. While they are on their way, whoever wants one of them waits for the same promise, and looks for his own.
import { setTimeout as sleep } from 'node:timers/promises';

class Tides {
  #heights = new Map();
  #asked;
  async #measure() {
    await sleep(8);
    for (const harbour of ['Dover', 'Ramsgate']) this.#heights.set(harbour, harbour.length / 10);
  }
  known(harbour) {
    if (this.#heights.has(harbour)) return Promise.resolve();
    this.#asked ??= this.#measure().finally(() => (this.#asked = undefined));
    return this.#asked;
  }
  async at(harbour) {
    await this.known(harbour);
    return this.#heights.get(harbour);
  }
}

const tides = new Tides();
const heights = await Promise.all(['Dover', 'Brest'].map((harbour) => tides.at(harbour)));
console.log(heights.length);
