// expect: lock.permit-nesting 8 exit 0
import { Semaphore } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const connections = new Semaphore(4);
async function load(id, deep) {
  await connections.runExclusive(async () => {
    await delay(2);
    if (deep) await connections.runExclusive(() => delay(1));
  });
}
await Promise.all([load(1, true), load(2, true), load(3, false)]);
