// expect: deadlock.actual 19,26 exit 0
import { setTimeout as sleep } from 'node:timers/promises';
function createLock() {
  let last = Promise.resolve();
  return async function acquire() {
    let release;
    const mine = new Promise((resolve) => { release = resolve; });
    const before = last;
    last = before.then(() => mine);
    await before;
    return release;
  };
}
const lockUser = createLock();
const lockCart = createLock();
async function checkout() {
  const releaseUser = await lockUser();
  await sleep(10);
  const releaseCart = await lockCart();
  releaseCart();
  releaseUser();
}
async function merge() {
  const releaseCart = await lockCart();
  await sleep(10);
  const releaseUser = await lockUser();
  releaseUser();
  releaseCart();
}
async function main() {
  await Promise.all([checkout(), merge()]);
  console.log('done');
}
main();
