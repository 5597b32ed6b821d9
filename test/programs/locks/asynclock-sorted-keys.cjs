// expect: none exit 0
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function both(keys, ms) {
  await settle(ms);
  return lock.acquire(keys.toSorted?.() ?? [...keys].sort(), () => settle(1));
}
Promise.all([both(['a', 'b'], 1), both(['b', 'a'], 25), both(['c', 'a'], 2)]).then(() => console.log('done'));
