// expect: nothing
// Collections that are replaced in one step, taken before they are emptied, filled under a lock, or only counted meanwhile.
import { Mutex } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const load = async () => {
  await sleep(40);
  return ['lamp', 'chair'];
};

class Catalogue {
  items = [];
  #lock = new Mutex();
  guarded = new Set();
  async reload() {
    const items = await load();
    this.items = items;
  }
  async reloadLocked() {
    await this.#lock.runExclusive(async () => {
      this.guarded.clear();
      for (const item of await load()) this.guarded.add(item);
    });
  }
  hasLocked(name) {
    return this.#lock.runExclusive(() => this.guarded.has(name));
  }
}

class Buffer {
  rows = [];
  add(row) {
    this.rows.push(row);
  }
  async flush() {
    const rows = this.rows;
    this.rows = [];
    try {
      await sleep(20);
      if (rows.includes('bad')) throw new Error('refused');
    } catch {
      this.rows.unshift(...rows);
    }
  }
}

class Progress {
  done = [];
  async run(names) {
    this.done = [];
    for (const name of names) {
      await sleep(10);
      this.done.push(name);
    }
  }
}

/** Loads what it does not have. */
class Cache {
  #pages = new Map();
  async warm(names) {
    this.#pages.clear();
    const found = await load(names);
    for (const name of found) this.#pages.set(name, `page of ${name}`);
  }
  async get(name) {
    let page = this.#pages.get(name);
    if (page === undefined) {
      page = `page of ${name}`;
      this.#pages.set(name, page);
    }
    return page;
  }
}

const cache = new Cache();
const catalogue = new Catalogue();
const buffer = new Buffer();
const progress = new Progress();
const later = async (ms, work) => {
  await sleep(ms);
  return work();
};
await Promise.all([catalogue.reload(), catalogue.reloadLocked()]);
const [, , there, locked] = await Promise.all([
  catalogue.reload(),
  catalogue.reloadLocked(),
  later(10, () => catalogue.items.includes('lamp')),
  later(10, () => catalogue.hasLocked('lamp')),
]);
buffer.add('bad');
await Promise.all([buffer.flush(), later(5, () => buffer.add('good'))]);
const [, counted] = await Promise.all([progress.run(['a', 'b']), later(5, () => progress.done.includes('a'))]);
await cache.warm();
const [, page] = await Promise.all([cache.warm(), later(5, () => cache.get('lamp'))]);
console.log(page, there, locked, buffer.rows.length, typeof counted);
