import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

export class Stock {
  #mutex = new Mutex();
  #levels;

  constructor(levels) {
    this.#levels = levels;
  }

  count(part) {
    return this.#mutex.runExclusive(async () => {
      await delay(4);
      return this.#levels[part];
    });
  }

  #put(part, level) {
    return this.#mutex.runExclusive(async () => {
      await delay(4);
      this.#levels[part] = level;
    });
  }

  async ship(part, n) {
    const level = await this.count(part);
    if (level < n) throw new Error(`only ${level} of ${part}`);
    await this.#put(part, level - n);
  }

  async receive(part, n) {
    await this.#put(part, (await this.count(part)) + n);
  }
}
