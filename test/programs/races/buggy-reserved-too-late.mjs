// expect: race.check-then-act 11,13
// What is being opened is counted, but only once the wait for the name is over: all callers find a place.
import { setTimeout as delay } from 'node:timers/promises';

class Pool {
  #all = new Set();
  #opening = 0;
  #idle = [];
  async acquire() {
    // What is open and what is being opened.
    if (this.#all.size + this.#opening < 2) {
      await delay(1);
      this.#opening++;
      this.#all.add(await this.#open());
      this.#opening--;
    }
    return this.#all.size;
  }
  async #open() {
    await delay(2);
    return { id: this.#all.size };
  }
}
const pool = new Pool();
await Promise.all([1, 2, 3, 4, 5].map(() => pool.acquire()));
console.log(await pool.acquire() > 2 ? 'too many' : 'as many as allowed');
