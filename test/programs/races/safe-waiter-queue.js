// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');

class Lock {
  constructor() {
    this.taken = false;
    this.waiters = [];
  }
  async acquire() {
    if (!this.taken) {
      this.taken = true;
      return;
    }
    await new Promise((resolve) => this.waiters.push(resolve));
  }
  release() {
    const next = this.waiters.shift();
    if (next) next();
    else this.taken = false;
  }
}

const lock = new Lock();
let n = 0;
async function work() {
  await lock.acquire();
  const before = n;
  await delay(2);
  n = before + 1;
  lock.release();
}
Promise.all([work(), work(), work()]);
setTimeout(work, 20);
setTimeout(work, 40);
setTimeout(() => console.log(n), 870);
