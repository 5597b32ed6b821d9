// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

/** What is under way stands in a set, and the close waits until nothing does. */
class Journal {
  #out = { lines: [], put(line) { this.lines.push(line); } };
  #pending = new Set();

  append(line, ms) {
    const work = this.#write(line, ms);
    this.#pending.add(work);
    return work.finally(() => this.#pending.delete(work));
  }

  async #write(line, ms) {
    if (!this.#out) throw new Error('closed');
    await delay(ms);
    this.#out.put(line);
  }

  async close() {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
    this.#out = null;
  }
}

const journal = new Journal();
journal.append('short', 10).catch(console.log);
journal.append('long', 150).catch(console.log);
setTimeout(() => journal.close(), 60);
await delay(400);
