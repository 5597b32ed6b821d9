// expect: deadlock.actual 8,15 exit 0
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function place() {
  return lock.acquire('orders', async () => {
    await settle(2);
    return lock.acquire('stock', () => 1);
  });
}
function recount() {
  return lock.acquire('stock', async () => {
    await settle(2);
    // then the orders
    return lock.acquire('orders', () => 2);
  });
}
Promise.all([place(), recount()]).then(console.log);
