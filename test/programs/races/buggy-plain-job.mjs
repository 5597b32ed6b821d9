// expect: race.atomicity 15
// A job that is a plain function, and does not return the promise of all that it begins: the lock is given back before that is done.
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

class Seats {
  #rows = new Mutex();
  #log = [];
  left = 12;

  book(count) {
    return this.#rows.runExclusive(async () => {
      const { left } = this;
      await delay(6);
      this.left = left - count;
    });
  }

  async cancel(count) {
    await this.#rows.runExclusive(() => {
      this.#giveBack(count).catch(console.error);
      return this.#note('cancelled');
    });
  }

  async #giveBack(count) {
    await delay(4);
    this.left += count;
  }

  async #note(text) {
    await delay(1);
    this.#log.push(text);
  }
}

const seats = new Seats();
setTimeout(() => seats.book(3), 2);
setTimeout(() => seats.cancel(1), 30);
setTimeout(() => console.log(seats.left), 80);
