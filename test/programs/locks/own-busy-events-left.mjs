// expect: lock.not-released 11,10 exit 13
// Who finds it busy waits for an event; a page that jams leaves it busy.
import { EventEmitter, once } from 'node:events';

class Scanner extends EventEmitter {
  busy = false;
  pages = [];

  async scan(page) {
    while (this.busy) await once(this, 'free');
    this.busy = true;
    await new Promise((resolve) => setTimeout(resolve, 2 + page));
    if (page === 2) throw new Error('paper jam');
    this.pages.push(page);
    this.busy = false;
    this.emit('free');
  }
}

const scanner = new Scanner();
const results = await Promise.allSettled([1, 2, 3].map((page) => scanner.scan(page)));
console.log(results.map((result) => result.status), scanner.pages);
