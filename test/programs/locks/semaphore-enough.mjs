// expect: none exit 0
import { Semaphore } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const connections = new Semaphore(2);
async function query() {
  const [, release] = await connections.acquire();
  await delay(1);
  release();
}
await Promise.all(Array.from({ length: 8 }, query));
