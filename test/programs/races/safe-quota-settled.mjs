// expect: nothing
// What is reserved before the work is settled after it from what is there by then; the gateway and the model that it asks have a method of the same name.
import { setTimeout as sleep } from 'node:timers/promises';

class Quota {
  #used = new Map();

  reserve(tenant, amount) {
    const used = this.#used.get(tenant) ?? 0;
    if (used + amount > 100) throw new Error(`${tenant} has ${100 - used} left`);
    this.#used.set(tenant, used + amount);
    return {
      settle: (actual) => {
        this.#used.set(tenant, this.#used.get(tenant) - (amount - Math.min(actual, amount)));
      },
    };
  }

  used(tenant) {
    return this.#used.get(tenant) ?? 0;
  }
}

class Model {
  async complete(prompt) {
    await sleep(1 + (prompt.length % 3));
    return { text: prompt.toUpperCase(), tokens: prompt.length };
  }
}

class Gateway {
  constructor(quota, model) {
    this.quota = quota;
    this.model = model;
  }

  async complete(tenant, prompt) {
    const reservation = this.quota.reserve(tenant, prompt.length + 10);
    let used = 0;
    try {
      const { text, tokens } = await this.model.complete(prompt);
      used = tokens;
      return text;
    } finally {
      reservation.settle(used);
    }
  }
}

const quota = new Quota();
const gateway = new Gateway(quota, new Model());
const texts = await Promise.all(['one', 'three', 'seven'].map((prompt) => gateway.complete('acme', prompt)));
console.log(texts.join(), quota.used('acme'));
