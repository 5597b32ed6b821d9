// expect: deadlock.actual 14,15 exit 0
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
async function warm() { await a.acquire(); await sleep(1); a.release(); await b.acquire(); await sleep(1); b.release(); }
async function one() { await a.acquire(); await sleep(5); await b.acquire(); b.release(); a.release(); }
async function two() { await b.acquire(); await sleep(5); await a.acquire(); a.release(); b.release(); }
async function main() {
  await Promise.all([warm(), warm()]);
  await Promise.all([one(), two()]);
  console.log('done');
}
main();
