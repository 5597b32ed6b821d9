// expect: lock.order-inversion 17,25 exit 0
// A limiter of one at a time, and a chain of promises, in both orders.
import pLimit from 'p-limit';
import { setTimeout as delay } from 'node:timers/promises';
const upload = pLimit(1);
let tail = Promise.resolve();
function onFile(job) {
  const result = tail.then(job);
  tail = result.catch(() => undefined);
  return result;
}
const lines = [];
function send(line) {
  return upload(async () => {
    await delay(1);
    lines.push(line);
    await onFile(() => delay(1));
  });
}
await send('first');
async function rotate() {
  await delay(40);
  await onFile(async () => {
    await delay(1);
    await upload(() => lines.splice(0));
  });
}
await Promise.all([send('second'), rotate()]);
