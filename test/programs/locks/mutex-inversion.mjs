// expect: lock.order-inversion 8,15 exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [cache, index] = [new Mutex(), new Mutex()];
async function rebuild() {
  await cache.runExclusive(async () => {
    await delay(1);
    await index.runExclusive(() => delay(1));
  });
}
async function prune() {
  await delay(30);
  const release = await index.acquire();
  await delay(1);
  const releaseCache = await cache.acquire();
  releaseCache();
  release();
}
await Promise.all([rebuild(), prune()]);
