// expect: deadlock.actual 7,14 exit 13 node 24
import { setTimeout as delay } from 'node:timers/promises';
const { locks } = navigator;
async function import_() {
  await locks.request('catalog', async () => {
    await delay(2);
    await locks.request('prices', () => delay(1));
  });
}
async function reprice() {
  await locks.request('prices', async () => {
    await delay(2);
    // needs the catalog too
    await locks.request('catalog', { mode: 'shared' }, () => delay(1));
  });
}
await Promise.all([import_(), reprice()]);
