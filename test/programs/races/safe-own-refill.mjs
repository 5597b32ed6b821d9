// expect: nothing
// Who advances a clock that all calls share looks at it before each step: it goes on from wherever the last of them left it.
import { setTimeout as sleep } from 'node:timers/promises';

class Meter {
  #level = 0;
  #measuredAt = performance.now();

  #drain() {
    const now = performance.now();
    this.#level = Math.max(0, this.#level - (now - this.#measuredAt) / 4);
    this.#measuredAt = now;
  }

  tryPour(amount) {
    this.#drain();
    if (this.#level + amount > 10) return false;
    this.#level += amount;
    return true;
  }
}

async function pour(meter, amount) {
  while (!meter.tryPour(amount)) await sleep(8);
}

const meter = new Meter();
await Promise.all([4, 5, 3, 6, 4, 5].map((amount) => pour(meter, amount)));
console.log('poured');
