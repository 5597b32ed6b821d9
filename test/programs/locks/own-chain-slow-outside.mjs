// expect: none exit 0
// What is slow is loaded before the mutex is asked for.
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
  async refresh() {
    const fresh = await this.#download();
    return this.#mutex.run(async () => {
      this.#rates = fresh;
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
