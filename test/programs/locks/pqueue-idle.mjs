// expect: lock.queue-self-wait 5 exit 13
import PQueue from 'p-queue';
const queue = new PQueue({ concurrency: 2 });
await queue.add(async () => {
  await queue.onIdle();
});
