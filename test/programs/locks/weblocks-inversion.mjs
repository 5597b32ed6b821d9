// expect: lock.order-inversion 6,13 exit 0 node 24
import { setTimeout as delay } from 'node:timers/promises';
const { locks } = navigator;
async function one() {
  await locks.request('a', async () => {
    await locks.request('b', () => delay(1));
  });
}
async function two() {
  await delay(25);
  await locks.request('b', async () => {
    await delay(1);
    await locks.request('a', () => delay(1));
  });
}
await Promise.all([one(), two()]);
