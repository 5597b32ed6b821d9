// expect: lock.self-deadlock 6,8 exit 13
import { Mutex } from 'async-mutex';
class Inventory {
  #mutex = new Mutex();
  #items = new Map();
  async get(id) { return this.#mutex.runExclusive(async () => this.#items.get(id) ?? 0); }
  async add(id, n) {
    return this.#mutex.runExclusive(async () => {
      const now = await this.get(id);
      this.#items.set(id, now + n);
    });
  }
}
const inventory = new Inventory();
await inventory.add('apple', 3);
console.log(await inventory.get('apple'));
