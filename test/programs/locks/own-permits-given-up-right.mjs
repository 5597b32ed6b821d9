// expect: none exit 0
// Who has given up waiting for a crane has none to give back.
import { setTimeout as sleep } from 'node:timers/promises';

class Cranes {
  #free = 1;
  #queue = [];

  async take(patience) {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise((resolve, reject) => {
      const entry = {
        resolve,
        timer: setTimeout(() => {
          this.#queue.splice(this.#queue.indexOf(entry), 1);
          reject(new Error('too long'));
        }, patience),
      };
      this.#queue.push(entry);
    });
  }

  put() {
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#free++;
      return;
    }
    clearTimeout(next.timer);
    next.resolve();
  }
}

const cranes = new Cranes();
async function lift(load, ms, patience) {
  try {
    await cranes.take(patience);
  } catch (error) {
    return `${load}: ${error.message}`;
  }
  try {
    await sleep(ms);
    return `${load} lifted`;
  } finally {
    cranes.put();
  }
}

const loads = [lift('steel', 60, 400), lift('wood', 10, 15)];
await sleep(30);
loads.push(lift('sand', 10, 400));
console.log(await Promise.all(loads));
