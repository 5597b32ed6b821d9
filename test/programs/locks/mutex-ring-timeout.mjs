// expect: lock.order-inversion@info 8 exit 0
import { Mutex, withTimeout } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [a, b] = [withTimeout(new Mutex(), 20), withTimeout(new Mutex(), 20)];
async function pair(x, y) {
  const release = await x.acquire();
  await delay(2);
  const second = await y.acquire().catch(() => undefined);
  second?.();
  release();
}
await Promise.all([pair(a, b), pair(b, a)]);
