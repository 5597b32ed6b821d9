// expect: lock.order-inversion@info 13,14 exit 0
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Lock {
  locked = false;
  waiting = [];
  acquire() {
    if (!this.locked) { this.locked = true; return Promise.resolve(); }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  release() { const next = this.waiting.shift(); if (next) next(); else this.locked = false; }
}
const a = new Lock(), b = new Lock();
async function one() { await a.acquire(); await sleep(2); await b.acquire(); await sleep(1); b.release(); a.release(); }
async function two() { await b.acquire(); await sleep(2); await a.acquire(); await sleep(1); a.release(); b.release(); }
setTimeout(one, 1); setTimeout(one, 1);
setTimeout(two, 1000); setTimeout(two, 1000);
