// expect: nothing
import PQueue from 'p-queue';
import { setTimeout as delay } from 'node:timers/promises';

const queue = new PQueue({ concurrency: 1 });
let n = 0;
const bump = () =>
  queue.add(async () => {
    const before = n;
    await delay(2);
    n = before + 1;
  });

await Promise.all([bump(), bump()]);
setTimeout(bump, 10);
setTimeout(bump, 25);
setTimeout(() => console.log(n), 860);
