// expect: deadlock.actual 7 exit 0
const { Mutex } = require('await-semaphore');
const [left, right] = [new Mutex(), new Mutex()];
async function pair(x, y) {
  await x.use(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await y.use(async () => 1);
  });
}
Promise.all([pair(left, right), pair(right, left)]);
