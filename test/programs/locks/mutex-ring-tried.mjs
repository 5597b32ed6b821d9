// expect: none exit 0
import { Mutex, tryAcquire } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [a, b] = [new Mutex(), new Mutex()];
async function pair(x, y) {
  for (;;) {
    const release = await x.acquire();
    const second = await tryAcquire(y).acquire().catch(() => undefined);
    if (second) {
      second();
      release();
      return;
    }
    release();
    await delay(Math.random() * 3);
  }
}
await Promise.all([pair(a, b), pair(b, a)]);
