// expect: race.order.use-before-init 21,17
// Who makes the store sets its loading going, and adds at once: what is loaded takes the place of all.
import { setTimeout as delay } from 'node:timers/promises';

class Store {
  #rows = [];

  constructor() {
    this.#open().catch(console.error);
  }

  #open() {
    return this.#load();
  }

  async #load() {
    this.#rows = await delay(20, ['ann', 'bob']);
  }

  add(row) {
    this.#rows.push(row);
  }

  all() {
    return this.#rows.join();
  }
}

const store = new Store();
store.add('cid');
await delay(60);
console.log(store.all());
