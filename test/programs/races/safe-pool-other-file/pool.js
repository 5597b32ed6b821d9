'use strict';

class Pool {
  constructor(open, max) {
    this.open = open;
    this.max = max;
    this.size = 0;
    this.idle = [];
    this.waiting = [];
  }

  async acquire() {
    if (this.idle.length) return this.idle.pop();
    if (this.size < this.max) {
      this.size++;
      return this.open();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  release(item) {
    const next = this.waiting.shift();
    if (next) next(item);
    else this.idle.push(item);
  }
}

module.exports = Pool;
