// expect: nothing
// The book is shut when those who look something up are done; and what tries again and again stops when it is told to, having thought of it between two tries.
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

class Caller {
  #isOpen = true;
  tries = 0;

  async ring() {
    for (;;) {
      this.tries += 1;
      const answer = await this.tryOnce();
      if (answer !== '') return answer;
      await delay(6);
      if (!this.#isOpen) throw new Error('hung up');
    }
  }

  async tryOnce() {
    await delay(1);
    return this.tries > 9 ? 'hello' : '';
  }

  hangUp() {
    this.#isOpen = false;
  }
}

const [book, caller] = [new Book(), new Caller()];
const asked = [book.lookUp('tea'), book.lookUp('jam')];
const rung = caller.ring().catch((error) => error.message);
console.log(await Promise.all(asked));
await book.shut();
caller.hangUp();
console.log(await rung);
