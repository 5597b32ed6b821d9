// expect: nothing
// Whoever adds a record sets the writer going where none is at work, and does not wait for it, but for its own record. The writer takes all that is there, and leaves an empty list.
import { setTimeout as delay } from 'node:timers/promises';

class Journal {
  #batch = [];
  #writing = null;
  #lines = [];
  append(line) {
    return new Promise((resolve, reject) => {
      this.#batch.push({ line, resolve, reject });
      this.#writing ??= this.#write();
    });
  }
  async #write() {
    await null;
    while (this.#batch.length > 0) {
      const batch = this.#batch;
      this.#batch = [];
      try {
        await delay(60);
        this.#lines.push(batch.map((entry) => entry.line).join(''));
        for (const entry of batch) entry.resolve();
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    this.#writing = null;
  }
}

const journal = new Journal();
async function post(line, beforeMs, betweenMs) {
  await delay(beforeMs);
  await journal.append(line);
  await delay(betweenMs);
  await journal.append(line);
}
await Promise.all([post('a', 1, 40), post('b', 80, 1)]);
console.log('written');
