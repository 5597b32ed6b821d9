// expect: none exit 0
// The lock of a library and a hand-written one, in both orders, but always under a second lock of the library.
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
const [printer, gate] = [new Mutex(), new Mutex()];
const tray = new Tray();
async function print() {
  const release = await printer.acquire();
  await delay(1);
  await tray.enter();
  tray.leave();
  release();
}
async function refill() {
  await delay(40);
  await tray.enter();
  await delay(1);
  await printer.runExclusive(() => delay(1));
  tray.leave();
}
await Promise.all([gate.runExclusive(print), gate.runExclusive(refill)]);
