// expect: none exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [a, b] = [new Mutex(), new Mutex()];
// holds one lock; a sibling in the same Promise.all takes the other
async function one(lock) {
  await lock.runExclusive(() => delay(3));
}
async function request(x, y) {
  await Promise.all([one(x), delay(1).then(() => one(y))]);
}
await Promise.all([request(a, b), delay(2).then(() => request(b, a))]);
