// expect: lock.not-released 26 exit 0
// All come at once, so that nobody ever finds the gate free again; the second one throws.
import { setTimeout as delay } from 'node:timers/promises';
class Gate {
  #busy = false;
  #queue = [];
  enter() {
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#queue.push(resolve));
  }
  exit() {
    const next = this.#queue.shift();
    if (next) next();
    else this.#busy = false;
  }
}

const gate = new Gate();
let total = 0;

async function book(amount, ms) {
  // The lock is held from here.
  await gate.enter();
  const before = total;
  await delay(ms);
  if (amount < 0) throw new RangeError('negative');
  total = before + amount;
  gate.exit();
}

async function main() {
  const results = await Promise.allSettled([book(5, 2), book(-1, 3), book(7, 4), book(8, 5)]);
  console.log(results.length, total);
}
main();
