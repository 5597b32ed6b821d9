// expect: nothing
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';

const mutex = new Mutex();
let x = 0;

async function step() {
  const release = await mutex.acquire();
  try {
    const before = x;
    await delay(1);
    x = before + 1;
  } finally {
    release();
  }
}
async function exclusive() {
  await mutex.runExclusive(async () => {
    const before = x;
    await delay(1);
    x = before + 1;
  });
}

await Promise.all([step(), exclusive(), step()]);
setTimeout(step, 30);
setTimeout(exclusive, 45);
setTimeout(() => console.log(x), 880);
