// A cache that answers later, such as one on another machine: five calls have all found nothing there, and each asks the catalogue.
// expect: cache.stampede main.mjs:27
import { setTimeout as sleep } from 'node:timers/promises';

const memory = new Map();

class Remote {
  async get(key) {
    await sleep(3);
    const text = memory.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }
  async set(key, value) {
    await sleep(3);
    memory.set(key, JSON.stringify(value));
  }
}

class Catalogue {
  #cache = new Remote();
  async #query(id) {
    await sleep(90);
    return { id, title: `Book ${id}` };
  }
  async book(id) {
    const key = `book:${id}`;
    const cached = await this.#cache.get(key);
    if (cached) return cached;
    const row = await this.#query(id);
    await this.#cache.set(key, row);
    return row;
  }
}

const catalogue = new Catalogue();
const books = await Promise.all(Array.from({ length: 5 }, () => catalogue.book(9)));
console.log(books.length);
