// expect: nothing
// One line for each shelf, kept as long as somebody stands in it: whoever leaves last takes it away, and the next one begins a new one. A job that fails comes again.
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';

class Lines {
  #lines = new Map();

  async stand(shelf, work) {
    let line = this.#lines.get(shelf);
    if (!line) this.#lines.set(shelf, (line = { mutex: new Mutex(), people: 0 }));
    line.people++;
    try {
      return await line.mutex.runExclusive(work);
    } finally {
      if (--line.people === 0) this.#lines.delete(shelf);
    }
  }

  get size() {
    return this.#lines.size;
  }
}

const lines = new Lines();
const stock = new Map();
let tries = 0;

async function put(shelf, count) {
  for (;;) {
    try {
      return await lines.stand(shelf, async () => {
        const before = stock.get(shelf) ?? 0;
        await delay(1);
        if (tries++ % 3 === 2) throw new Error('dropped');
        stock.set(shelf, before + count);
      });
    } catch {
      await delay(1 + (tries % 4));
    }
  }
}

await Promise.all(Array.from({ length: 18 }, (_, i) => put(['top', 'low'][i % 2], 1)));
console.log(stock.get('top'), stock.get('low'), lines.size);
