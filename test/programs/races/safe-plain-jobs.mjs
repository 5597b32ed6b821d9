// expect: nothing
// Jobs that are plain functions and return a promise: what runs in them is under the lock until that is settled, also under a second lock.
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import PQueue from 'p-queue';

class Seats {
  #rows = new Mutex();
  #mails = new Mutex();
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
    await this.#rows.runExclusive(() => this.#giveBack(count));
  }

  reset() {
    return this.#rows.runExclusive(() => delay(2).then(() => this.#fill()));
  }

  #giveBack(count) {
    return this.#mails.runExclusive(async () => {
      await this.#note('back');
      this.left += count;
    });
  }

  async #fill() {
    await this.#note('fill');
    this.left = 12;
  }

  async #note(text) {
    await delay(2);
    this.#log.push(text);
  }
}

class Counter {
  #queue = new PQueue({ concurrency: 1 });
  #file = path.join(os.tmpdir(), `plain-jobs-${process.pid}.json`);

  add(count) {
    return this.#queue.add(async () => {
      const before = JSON.parse(await readFile(this.#file, 'utf8'));
      await writeFile(this.#file, JSON.stringify(before + count));
    });
  }

  reset() {
    return this.#queue.add(() => writeFile(this.#file, '0'));
  }
}

const seats = new Seats();
const counter = new Counter();
setTimeout(() => seats.book(3), 2);
setTimeout(() => seats.cancel(1), 30);
setTimeout(() => seats.reset(), 60);
setTimeout(() => counter.reset(), 1);
setTimeout(() => counter.add(2), 30);
setTimeout(() => counter.reset(), 60);
// In line behind one another: the last job is begun by the end of the one before it.
setTimeout(() => counter.reset(), 70);
setTimeout(() => counter.add(1), 70);
setTimeout(() => counter.reset(), 71);
setTimeout(() => console.log(seats.left), 100);
