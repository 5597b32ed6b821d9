// A list that is kept elsewhere.
import { setTimeout as delay } from 'node:timers/promises';

class Book {
  #lines = [];
  async count() {
    await delay(3);
    return this.#lines.length;
  }
  async enter(line) {
    await delay(3);
    this.#lines.push({ number: this.#lines.length + 1, ...line });
  }
}
export const queens = new Book();
