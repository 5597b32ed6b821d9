'use strict';
class Pool {
  constructor(names) {
    this.idle = names.map((name) => ({ name, uses: 0 }));
    this.queue = [];
  }
  borrow(cb) {
    if (this.idle.length > 0) {
      const item = this.idle.pop();
      process.nextTick(cb, item);
      return;
    }
    this.queue.push(cb);
  }
  giveBack(item) {
    const cb = this.queue.shift();
    if (cb) process.nextTick(cb, item);
    else this.idle.push(item);
  }
}
module.exports = { Pool };
