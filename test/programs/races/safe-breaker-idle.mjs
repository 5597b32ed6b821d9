// expect: nothing
// As long as nothing fails there is nothing to count, and each answer sets back a count of 0; who may be asked is looked up in a list first.
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
      this.misses++;
      throw error;
    }
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
    return mirror.fetch(file);
  }
}

const mirrors = new Mirrors(new Mirror('north', 2), new Mirror('south', 2));
const files = await Promise.all(['a', 'bcd', 'ef', 'ghij'].map((file) => mirrors.load(file)));
console.log(files.join());
