// expect: lock.order-class@info 8,6 exit 0
import AsyncLock from 'async-lock';
const lock = new AsyncLock();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function move(from, to) {
  await lock.acquire(from, async () => {
    await sleep(1);
    await lock.acquire(to, () => sleep(1));
  });
}
await Promise.all([move('ada', 'bo'), move('cy', 'bo'), move('cy', 'ada')]);
