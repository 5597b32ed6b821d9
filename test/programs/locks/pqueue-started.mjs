// expect: none exit 0
// Whatever happens while it is paused, the queue is started again.
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';

const queue = new PQueue({ concurrency: 2 });
let sent = 0;
async function send(n) {
  await delay(5);
  if (n === 2) {
    queue.pause();
    try {
      await Promise.reject(new Error('refused'));
    } catch {
      console.log('still without a token');
    } finally {
      queue.start();
    }
  }
  sent += 1;
}
for (let n = 0; n < 6; n++) void queue.add(() => send(n));
await queue.onIdle();
console.log(sent);
