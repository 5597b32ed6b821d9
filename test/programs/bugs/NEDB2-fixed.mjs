// expect: nothing
/**
 * NEDB2, repaired.
 */
import { setTimeout as sleep } from 'node:timers/promises';

class Store {
  #indexes = new Map();
  #rows = [];
  async ensureIndex(field) {
    await sleep(20);
    const index = new Map();
    for (const row of this.#rows) index.set(row[field], row);
    this.#indexes.set(field, index);
  }
  async load() {
    await sleep(30);
    const rows = [{ name: 'a', z: 1 }, { name: 'b', z: 2 }, { name: 'c', z: 3 }];
    for (const row of rows) {
      this.#rows.push(row);
      for (const [field, index] of this.#indexes) index.set(row[field], row);
    }
  }
  find(field, value) {
    return this.#indexes.get(field).get(value);
  }
}

const store = new Store();
await store.ensureIndex('z');
await sleep(8);
try {
  store.find('z', 1);
} catch {
  console.error('no index');
}
await store.load();
console.log(store.find('z', 3)?.name ?? 'none');
