// expect: nothing
// Prices are kept when they have been looked up. One that is raised while it is looked up is forgotten, and who had found the old one does not keep it: the shelf counts how often something was forgotten.
import { setTimeout as sleep } from 'node:timers/promises';

const list = new Map([
  ['tea', 4],
  ['rice', 2],
]);

class Shelf {
  #kept = new Map();
  #forgotten = new Map();

  async lookUp(name) {
    const price = list.get(name);
    await sleep(8);
    return { name, price };
  }

  // What is kept is given.
  async priceOf(name) {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept.price;

    const since = this.#forgotten.get(name) ?? 0;
    const found = await this.lookUp(name);
    if ((this.#forgotten.get(name) ?? 0) === since) this.#kept.set(name, found);
    return found.price;
  }

  async raise(name, price) {
    await sleep(2);
    list.set(name, price);
    this.#forgotten.set(name, (this.#forgotten.get(name) ?? 0) + 1);
    this.#kept.delete(name);
  }
}

const shelf = new Shelf();
const asked = [shelf.priceOf('tea'), shelf.priceOf('rice')];
await shelf.raise('tea', 5);
await Promise.all(asked);
console.log(await shelf.priceOf('tea'), await shelf.priceOf('rice'));
