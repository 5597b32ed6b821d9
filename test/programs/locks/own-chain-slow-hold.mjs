// expect: lock.held-across-slow-await@info 20,18 exit 0
// Calls of one step stand in the line of a mutex of one's own while the first of them loads.
import { setTimeout as delay } from 'node:timers/promises';

class Mutex {
  #tail = Promise.resolve();
  run(work) {
    const result = this.#tail.then(() => work());
    this.#tail = result.catch(() => {});
    return result;
  }
}

class Rates {
  #rates = {};
  #mutex = new Mutex();
  refresh() {
    return this.#mutex.run(async () => {
      // Needs no lock.
      this.#rates = await this.#download();
    });
  }
  quote(currency) {
    return this.#mutex.run(async () => this.#rates[currency]);
  }
  async #download() {
    await delay(1300);
    return { eur: 1, usd: 1.1 };
  }
}

const rates = new Rates();
await rates.quote('eur');
const quotes = await Promise.all([rates.refresh(), ...['eur', 'usd', 'eur', 'usd'].map((c) => rates.quote(c))]);
console.log(quotes.length);
