// expect: race.order.use-after-close 11,17
// The shop shuts its book while somebody still looks something up: the book finds out only when the look is over, and turns him away.
import { setTimeout as delay } from 'node:timers/promises';

class Book {
  #pages = new Map([['tea', 4]]);
  #isOpen = true;

  async lookUp(name) {
    await delay(15);
    if (!this.#isOpen) throw new Error('the book is shut');
    return this.#pages.get(name);
  }

  async shut() {
    await delay(2);
    this.#isOpen = false;
  }
}

const book = new Book();
const asked = book.lookUp('tea').catch((error) => error.message);
await delay(5);
await book.shut();
console.log(await asked);
