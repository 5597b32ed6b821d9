import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

export class Stock {
  #mutex = new Mutex();
  #levels;

  constructor(levels) {
    this.#levels = levels;
  }

  async #read(part) {
    await delay(4);
    return this.#levels[part];
  }

  async #put(part, level) {
    await delay(4);
    this.#levels[part] = level;
  }

  count(part) {
    return this.#mutex.runExclusive(() => this.#read(part));
  }

  ship(part, n) {
    return this.#mutex.runExclusive(async () => {
      const level = await this.#read(part);
      if (level < n) throw new Error(`only ${level} of ${part}`);
      await this.#put(part, level - n);
    });
  }

  receive(part, n) {
    return this.#mutex.runExclusive(async () => this.#put(part, (await this.#read(part)) + n));
  }
}
