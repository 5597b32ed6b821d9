// expect: none exit 0
import { setTimeout as sleep } from 'node:timers/promises';
class Mutex {
  constructor() { this.locked = false; this.waiters = []; }
  async lock() {
    if (!this.locked) { this.locked = true; return; }
    await new Promise((resolve) => this.waiters.push(resolve));
  }
  unlock() {
    const next = this.waiters.shift();
    if (next) next(); else this.locked = false;
  }
}
const db = new Mutex();
const cache = new Mutex();
async function refresh() {
  await db.lock();
  await sleep(10);
  await cache.lock();
  cache.unlock();
  db.unlock();
}
async function evict() {
  await db.lock();
  await sleep(10);
  await cache.lock();
  cache.unlock();
  db.unlock();
}
await Promise.all([refresh(), evict(), refresh()]);
console.log('done');
