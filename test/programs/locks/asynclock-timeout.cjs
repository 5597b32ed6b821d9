// expect: lock.order-inversion@info 7 exit 0
const AsyncLock = require('async-lock');
const lock = new AsyncLock({ timeout: 30 });
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const nest = async (x, y) =>
  lock.acquire(x, async () => {
    await settle(2); await lock.acquire(y, () => 1).catch((error) => console.log(error.message));
  });
Promise.all([nest('a', 'b'), nest('b', 'a')]);
