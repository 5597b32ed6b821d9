// expect: race.atomicity 28
// What was in use before the work is what the new amount is made of after it; the gateway and the books that it asks have a method of the same name.
import { setTimeout as sleep } from 'node:timers/promises';

class Books {
  #used = new Map();

  async complete(tenant) {
    await sleep(1);
    return this.#used.get(tenant) ?? 0;
  }

  async store(tenant, amount) {
    await sleep(1);
    this.#used.set(tenant, amount);
  }
}

class Gateway {
  constructor(books) {
    this.books = books;
  }

  async complete(tenant, prompt) {
    const used = await this.books.complete(tenant);
    await sleep(prompt.length);
    // What else was used meanwhile is not in it.
    await this.books.store(tenant, used + prompt.length);
    return prompt.toUpperCase();
  }
}

const books = new Books();
const gateway = new Gateway(books);
const texts = await Promise.all(['one', 'three', 'seven'].map((prompt) => gateway.complete('acme', prompt)));
console.log(texts.join(), await books.complete('acme'));
