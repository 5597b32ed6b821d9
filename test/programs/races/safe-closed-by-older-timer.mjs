// expect: nothing
// A scan that has failed is begun again, when the limit of time that was set for it has been cleared.
import { createReadStream } from 'node:fs';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Scanner extends EventEmitter {
  tries = 0;
  pages = 0;

  run() {
    this.open();
    return once(this, 'done');
  }

  async retry() {
    await sleep(20);
    this.open();
  }

  open() {
    this.tries++;
    // the first book is not there yet
    this.book = createReadStream(this.tries === 1 ? 'no such book' : import.meta.filename, { highWaterMark: 64 });
    this.limit = setTimeout(() => this.giveUp(), 2500);
    this.book.on('error', () => {
      clearTimeout(this.limit);
      this.retry();
    });
    this.book.on('data', () => this.turn());
    this.book.on('close', () => this.book.errored === null && this.finish());
  }

  giveUp() {
    this.late = true;
    this.book.destroy();
  }

  turn() {
    this.pages++;
    this.book.pause();
    setTimeout(() => this.book.resume(), 30);
  }

  finish() {
    clearTimeout(this.limit);
    this.emit('done');
  }
}

const scanner = new Scanner();
await scanner.run();
console.log('tries', scanner.tries, 'complete', scanner.late === undefined);
