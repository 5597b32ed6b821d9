// expect: none exit 0
// All ask at once; who waits behind the slow one gives up, and it gives the lock back afterwards.
import { Mutex, withTimeout } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const printer = withTimeout(new Mutex(), 60);

async function print(pages) {
  const release = await printer.acquire();
  await sleep(2 + pages);
  release();
  return pages;
}

const results = await Promise.allSettled([3, 200, 1].map(print));
console.log(results.map((r) => r.status).join(), await print(2));
