import { setTimeout as sleep } from 'node:timers/promises';

export class Shelf {
  books = new Map();

  async put(title, copies) {
    await sleep(5);
    this.books.set(title, copies);
  }
  async count() {
    await sleep(2);
    return this.books.size;
  }
  async clear() {
    await sleep(40);
    this.books = new Map();
  }
}
