// expect: hang.tla-unsettled 8 exit 13
// Waits for work with the lock in its hands, which whoever brings some needs.
import { Mutex } from 'async-mutex';
const mutex = new Mutex();
const jobs = [];
const waiting = [];
const take = () => mutex.runExclusive(async () => {
  while (jobs.length === 0) await new Promise((resolve) => waiting.push(resolve));
  return jobs.shift();
});
const put = (job) => mutex.runExclusive(() => {
  jobs.push(job);
  for (const go of waiting.splice(0)) go();
});
const first = take();
await null;
await put('resize');
console.log(await first);
