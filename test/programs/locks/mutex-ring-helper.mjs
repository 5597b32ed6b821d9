// expect: deadlock.actual 11,6,9 exit 13
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const locks = { user: new Mutex(), order: new Mutex() };
async function take(name) {
  return await locks[name].acquire();
}
async function work(one, other) {
  const release = await take(one);
  await delay(1);
  const releaseOther = await take(other);
  releaseOther();
  release();
}
await Promise.all([work('user', 'order'), work('order', 'user')]);
