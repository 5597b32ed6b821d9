// expect: promise.floating main.mjs:26
// The birds of a walk are entered side by side, and the book is asked for all of them, and for their kinds, before any has been entered.
import { setTimeout as sleep } from 'node:timers/promises';

class Book {
  #birds = new Map();

  async enter({ name, count }) {
    await sleep(3 + count);
    this.#birds.set(name, count);
  }

  kinds() {
    return [...this.#birds.keys()].sort().join();
  }

  all() {
    let all = 0;
    for (const count of this.#birds.values()) all += count;
    return all;
  }
}

async function enterAll(book, walk) {
  // Those that nobody has seen are left out.
  walk.forEach(async (bird) => {
    if (bird.count > 0) await book.enter(bird);
  });
}

const book = new Book();
await enterAll(book, [{ name: 'wren', count: 2 }, { name: 'kite', count: 0 }, { name: 'rook', count: 5 }]); // prettier-ignore
console.log(book.all(), book.kinds());
