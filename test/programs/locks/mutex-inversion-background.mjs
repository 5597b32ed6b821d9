// expect: none exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [a, b] = [new Mutex(), new Mutex()];
const started = [];
async function later(lock) {
  await lock.runExclusive(() => delay(2));
}
// starts work on the other lock while holding one, but does not wait for it
async function task(x, y) {
  await x.runExclusive(async () => {
    started.push(later(y));
    await delay(1);
  });
}
await Promise.all([task(a, b), delay(20).then(() => task(b, a))]);
await Promise.all(started);
