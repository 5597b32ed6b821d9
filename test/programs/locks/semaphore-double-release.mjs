// expect: lock.double-release 8,7,5 exit 0
import { Semaphore } from 'async-mutex';
const permits = new Semaphore(2);
async function work(n) {
  await permits.acquire();
  await new Promise((r) => setTimeout(r, 2));
  permits.release();
  if (n === 1) permits.release();
}
await Promise.all([1, 2, 3, 4].map(work));
