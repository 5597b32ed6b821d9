// expect: nothing
// A cache drops what was not asked for lately, in one step; what it then writes down has been taken out already.
import { setTimeout as sleep } from 'node:timers/promises';

class Cache {
  #rows = new Map();
  put(key, value, used) {
    this.#rows.set(key, { key, value, used });
  }
  async ask(key, now) {
    await sleep(20);
    const row = this.#rows.get(key);
    if (row === undefined) return undefined;
    row.used = now;
    return row.value;
  }
  has(key) {
    return this.#rows.has(key);
  }
  async trim(before) {
    const old = [...this.#rows.values()].filter((row) => row.used < before);
    for (const row of old) this.#rows.delete(row.key);
    for (const row of old) console.log(row.key, await sleep(40, 'written down'));
  }
}

const cache = new Cache();
cache.put('oslo', 11, 1);
cache.put('rome', 23, 90);
const [, asked] = await Promise.all([cache.trim(50), cache.ask('oslo', 100)]);
console.log(asked, cache.has('oslo'));
