// expect: lock.not-released 9 exit 0
// All ask at once; who has the lock throws without giving it back, and who waited for it gives up.
import { Mutex, withTimeout } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const printer = withTimeout(new Mutex(), 600);

async function print(pages) {
  const release = await printer.acquire();
  await sleep(2 + pages);
  if (pages === 0) throw new Error('nothing to print');
  release();
  return pages;
}

const results = await Promise.allSettled([3, 0, 1].map(print));
console.log(results.map((r) => r.status).join());
