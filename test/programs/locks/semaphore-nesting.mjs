// expect: lock.permit-nesting 6 exit 13
import { Semaphore } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const connections = new Semaphore(2);
async function query(depth) {
  await connections.runExclusive(async () => {
    await delay(1);
    if (depth > 0) await query(depth - 1);
  });
}
await Promise.all([query(1), query(1)]);
