// expect: deadlock.actual 7 exit 13
import Mutex from 'p-mutex';
const [left, right] = [new Mutex(), new Mutex()];
async function pair(x, y) {
  await x.lock();
  await new Promise((resolve) => setImmediate(resolve));
  await y.lock();
  y.unlock();
  x.unlock();
}
await Promise.all([pair(left, right), pair(right, left)]);
