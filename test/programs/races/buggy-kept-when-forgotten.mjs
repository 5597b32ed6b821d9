// expect: race.order.last-write 28,35,22
// Prices are kept when they have been looked up. One that is raised while it is looked up is forgotten, so that it is looked up anew; but who had found the old one keeps that.
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



    const found = await this.lookUp(name);
    this.#kept.set(name, found);
    return found.price;
  }

  async raise(name, price) {
    await sleep(2);
    list.set(name, price);
    this.#kept.delete(name);
  }
}

const shelf = new Shelf();
const asked = [shelf.priceOf('tea'), shelf.priceOf('rice')];
await shelf.raise('tea', 5);
await Promise.all(asked);
console.log(await shelf.priceOf('tea'), await shelf.priceOf('rice'));
