// expect: nothing
// A place is reserved before waiting: what is open and what is being opened are counted together.
import { setTimeout as delay } from 'node:timers/promises';

class Pool {
  #all = new Set();
  #opening = 0;
  #idle = [];
  #waiting = [];
  async acquire() {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size + this.#opening < 2) {
      this.#opening++;
      try {
        const opened = await this.#open();
        this.#all.add(opened);
        return opened;
      } finally {
        this.#opening--;
      }
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  async #open() {
    await delay(2);
    return { id: this.#all.size };
  }
  release(connection) {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
  get size() {
    return this.#all.size;
  }
}
const pool = new Pool();
async function query() {
  const connection = await pool.acquire();
  await delay(1);
  pool.release(connection);
}
await Promise.all([1, 2, 3, 4, 5].map(query));
console.log(pool.size);
