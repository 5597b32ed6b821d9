// expect: lock.order-inversion 7 exit 0
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function both(first, second, ms) {
  await settle(ms);
  return lock.acquire([first, second], () => settle(1));
}
Promise.all([both('a', 'b', 1), both('b', 'a', 300)]).then(() => console.log('done'));
