// expect: race.check-then-act 15,16
// The tide of each harbour is asked for once, and kept. While one is on its way, whoever wants that of another harbour is given the same promise.
import { setTimeout as sleep } from 'node:timers/promises';

class Tides {
  #heights = new Map();
  #asked;
  async #measure(harbour) {
    await sleep(harbour.length);
    const height = harbour.length / 10;
    this.#heights.set(harbour, height);
    return height;
  }
  at(harbour) {
    if (this.#heights.has(harbour)) return this.#heights.get(harbour);
    this.#asked ??= this.#measure(harbour).finally(() => (this.#asked = undefined));
    return this.#asked;
  }
}

const tides = new Tides();
const heights = await Promise.all(['Dover', 'Ramsgate'].map(async (harbour) => tides.at(harbour)));
console.log(heights.length);
