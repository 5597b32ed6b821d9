// expect: deadlock.actual 26,33 exit 13
// The lock of a library and a hand-written one, in a ring: one task has each.
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
class Tray {
  taken = false;
  waiters = [];
  enter() {
    if (!this.taken) {
      this.taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiters.push(resolve));
  }
  leave() {
    const next = this.waiters.shift();
    if (next) next();
    else this.taken = false;
  }
}
const printer = new Mutex();
const tray = new Tray();
async function print() {
  const release = await printer.acquire();
  await delay(10);
  await tray.enter();
  tray.leave();
  release();
}
async function refill() {
  await tray.enter();
  await delay(10);
  await printer.runExclusive(() => delay(1));
  tray.leave();
}
await Promise.all([print(), refill()]);
