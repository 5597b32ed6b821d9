// expect: nothing
// What was added meanwhile is kept, or what is loaded is waited for, or was loaded before.
import { setTimeout as delay } from 'node:timers/promises';

class Store {
  #rows = [];

  constructor() {
    this.loaded = this.#load();
  }

  async #load() {
    const loaded = await delay(20, ['ann', 'bob']);
    this.#rows = [...loaded, ...this.#rows];
  }

  add(row) {
    this.#rows.push(row);
  }

  all() {
    return this.#rows.join();
  }
}

class Shelf {
  #books = [];

  constructor() {
    this.loaded = this.#load();
  }

  async #load() {
    this.#books = await delay(20, ['atlas']);
  }

  add(book) {
    this.#books.push(book);
  }

  all() {
    return this.#books.join();
  }
}

const store = new Store();
store.add('cid');
const shelf = new Shelf();
await shelf.loaded;
shelf.add('novel');
await delay(60);
console.log(store.all(), shelf.all());
