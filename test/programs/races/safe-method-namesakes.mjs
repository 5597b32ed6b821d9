// expect: nothing
// The gateway and the books that it asks have a method of the same name; the books add up in one step, and what the gateway was told before is only shown.
import { setTimeout as sleep } from 'node:timers/promises';

class Books {
  #used = new Map();

  async complete(tenant) {
    await sleep(1);
    return this.#used.get(tenant) ?? 0;
  }

  async add(tenant, amount) {
    await sleep(1);
    this.#used.set(tenant, (this.#used.get(tenant) ?? 0) + amount);
  }
}

class Gateway {
  constructor(books) {
    this.books = books;
  }

  async complete(tenant, prompt) {
    const used = await this.books.complete(tenant);
    await sleep(prompt.length);
    await this.books.add(tenant, prompt.length);
    return `${prompt.toUpperCase()} after ${used}`;
  }
}

const books = new Books();
const gateway = new Gateway(books);
const texts = await Promise.all(['one', 'three', 'seven'].map((prompt) => gateway.complete('acme', prompt)));
console.log(texts.join(), await books.complete('acme'));
