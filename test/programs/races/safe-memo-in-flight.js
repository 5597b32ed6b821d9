// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Rates {
  #values = new Map();
  #inFlight = new Map();
  requests = 0;

  async get(currency) {
    if (this.#values.has(currency)) return this.#values.get(currency);
    let running = this.#inFlight.get(currency);
    if (!running) {
      running = this.#fetch(currency).finally(() => this.#inFlight.delete(currency));
      this.#inFlight.set(currency, running);
    }
    const value = await running;
    this.#values.set(currency, value);
    return value;
  }

  async #fetch(currency) {
    this.requests++;
    await delay(5);
    return currency.length / 2;
  }
}

(async () => {
  const rates = new Rates();
  const got = await Promise.all(['EUR', 'EUR', 'USD', 'EUR'].map((c) => rates.get(c)));
  got.push(await rates.get('USD'));
  console.log(got.join(' '), rates.requests);
})();
