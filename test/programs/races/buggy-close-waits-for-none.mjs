// expect: race.order.use-after-close 18,23
import { setTimeout as delay } from 'node:timers/promises';

/** What is under way stands in a set, which the close only counts. */
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
    console.log(this.#pending.size);
    this.#out = null;
  }
}

const journal = new Journal();
journal.append('short', 10).catch(console.log);
journal.append('long', 150).catch((err) => console.log(err.name));
setTimeout(() => journal.close(), 60);
await delay(400);
