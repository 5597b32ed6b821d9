// expect: deadlock.actual 10,16 exit 13
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const stock = new Mutex();
const till = new Mutex();
async function sell() {
  const releaseStock = await stock.acquire();
  await delay(2);
  // the till is the second
  const releaseTill = await till.acquire();
  releaseTill();
  releaseStock();
}
async function count() {
  await till.runExclusive(async () => {
    await stock.runExclusive(() => 1);
  });
}
await Promise.all([sell(), count()]);
