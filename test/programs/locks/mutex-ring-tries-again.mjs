// expect: none exit 0
import { E_TIMEOUT, Mutex, withTimeout } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [a, b] = [withTimeout(new Mutex(), 60), withTimeout(new Mutex(), 60)];
// Whoever cannot have both gives back the one it has, and tries again later.
async function both(x, y) {
  const release = await x.acquire();
  try {
    await delay(10);
    const second = await y.acquire();
    second();
  } finally {
    release();
  }
}
async function pair(x, y, pause) {
  for (;;) {
    try {
      await both(x, y);
      return;
    } catch (error) {
      if (error !== E_TIMEOUT) throw error;
      await delay(pause);
    }
  }
}
await Promise.all([pair(a, b, 0), pair(b, a, 400)]);
