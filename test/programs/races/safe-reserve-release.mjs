// expect: nothing
// One helper takes from the stock what it has found there, another one gives it back when the payment is declined: each in one step.
import { setTimeout as delay } from 'node:timers/promises';

class Stock {
  #left = new Map([['tea', 5]]);
  async reserve(name) {
    await delay(1);
    const left = this.#left.get(name) ?? 0;
    if (left < 2) return { ok: false };
    this.#left.set(name, left - 2);
    await delay(1);
    return { ok: true };
  }
  async release(name) {
    this.#left.set(name, (this.#left.get(name) ?? 0) + 2);
    await delay(1);
  }
  left(name) {
    return this.#left.get(name);
  }
}
const stock = new Stock();
async function order(id) {
  const reserved = await stock.reserve('tea');
  if (!reserved.ok) return;
  await delay(id);
  if (id % 2 === 1) await stock.release('tea');
}
await Promise.all([0, 1, 2, 3, 4, 5].map(order));
console.log(stock.left('tea') % 2);
