// expect: none exit 0
// One task at a time takes a second permit of two: there is always one left, and its wait for it is no deadlock in any moment of the run.
import { setTimeout as delay } from 'node:timers/promises';
import { Semaphore } from 'async-mutex';
import { Sema } from 'async-sema';
import pLimit from 'p-limit';
import PQueue from 'p-queue';

const limit = pLimit(2);
const semaphore = new Semaphore(2);
const sema = new Sema(2);
const queue = new PQueue({ concurrency: 2 });
const read = () => delay(1);

async function limited() {
  await limit(async () => {
    await read();
    await limit(read);
  });
}

async function counted() {
  await semaphore.runExclusive(async () => {
    await read();
    await semaphore.runExclusive(read);
  });
}

async function queued() {
  await queue.add(async () => {
    await read();
    await queue.add(read);
  });
}

async function held() {
  await sema.acquire();
  await read();
  await sema.acquire();
  await read();
  sema.release();
  sema.release();
}

for (let i = 0; i < 5; i++) for (const run of [limited, counted, queued, held]) await run();
console.log('done');
