// expect: none exit 0 node 24
// The lock is held by a promise whose resolving function is the release, which everybody calls.
import { setTimeout as sleep } from 'node:timers/promises';

const stock = new Map([['lamp', 3], ['desk', 0], ['chair', 5]]);

function acquire(name) {
  return new Promise((granted, refused) => {
    navigator.locks.request(name, () => new Promise((release) => granted(release))).catch(refused);
  });
}

async function order(item) {
  const release = await acquire('stock');
  await sleep(2 + item.length);
  const left = stock.get(item);
  if (left === 0) return release() ?? false;
  stock.set(item, left - 1);
  release();
  return true;
}

async function main() {
  const lamp = order('lamp');
  await sleep(1);
  return Promise.all([lamp, order('desk'), order('chair')]);
}

console.log(await main());
