// expect: lock.queue-self-wait 5 exit 13
import PQueue from 'p-queue';
const queue = new PQueue({ concurrency: 1 });
function step(n) {
  return queue.add(async () => (n === 0 ? 0 : 1 + (await step(n - 1))));
}
console.log(await step(2));
