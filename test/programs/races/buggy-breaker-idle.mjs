// expect: race.check-then-act 21 ; race.check-then-act 29
// As safe-breaker-idle.mjs, but what is counted are the loads of the day: an answer that sets them back loses those that were noted meanwhile, and more than the limit pass.
import { setTimeout as pause } from 'node:timers/promises';

class Mirror {
  misses = 0;

  constructor(name, limit) {
    this.name = name;
    this.limit = limit;
  }

  isUp() {
    return this.misses < this.limit;
  }

  async fetch(file) {
    try {
      await pause(2 + file.length);
      if (file === '') throw new Error('no name');
      this.misses = 0;
      return `${this.name}/${file}`;
    } catch (error) {
      throw new Error(`${this.name} fails`, { cause: error });
    }
  }

  note() {
    this.misses++;
  }
}

class Mirrors {
  #all;

  constructor(...all) {
    this.#all = all;
  }

  #next() {
    let next = null;
    for (const mirror of this.#all) if (mirror.isUp()) next ??= mirror;
    if (!next) throw new Error('all are down');
    return next;
  }

  async load(file) {
    const mirror = this.#next();
    setTimeout(() => mirror.note(), 4);
    return mirror.fetch(file);
  }
}

const mirrors = new Mirrors(new Mirror('north', 2), new Mirror('south', 2));
const files = await Promise.all(['a', 'bcd', 'ef', 'ghij'].map((file) => mirrors.load(file)));
console.log(files.join());
