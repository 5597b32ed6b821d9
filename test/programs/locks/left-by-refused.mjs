// expect: lock.not-released 12,24 exit 13
// A refused job leaves the lock taken; the next one, which nobody called from it, waits for ever.
import { EventEmitter } from 'node:events';
import { Mutex } from 'async-mutex';

class Printer {
  #mutex = new Mutex();
  done = new EventEmitter();

  async print(pages) {
    // Given back when the job is done, which a refused one never is.
    const release = await this.#mutex.acquire();
    this.done.once('printed', release);
    if (pages > 9) throw new Error('too many pages');
    setImmediate(() => this.done.emit('printed'));
    return pages;
  }
}

const printer = new Printer();

async function job(pages) {
  try {
    console.log(await printer.print(pages));
  } catch (error) {
    console.log(error.message);
  }
}

await job(2);
await job(12);
await job(3);
