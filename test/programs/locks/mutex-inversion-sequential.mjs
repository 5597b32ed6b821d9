// expect: none exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [cache, index] = [new Mutex(), new Mutex()];
async function nest(x, y) {
  await x.runExclusive(async () => {
    await delay(1);
    await y.runExclusive(() => delay(1));
  });
}
await nest(cache, index);
await nest(index, cache);
