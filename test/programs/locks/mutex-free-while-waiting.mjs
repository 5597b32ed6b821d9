// expect: none exit 0
// Waits for work when the lock has been given back.
import { Mutex } from 'async-mutex';
const mutex = new Mutex();
const jobs = [];
const waiting = [];
async function take() {
  for (;;) {
    const job = await mutex.runExclusive(() => jobs.shift());
    if (job !== undefined) return job;
    await new Promise((resolve) => waiting.push(resolve));
  }
}
const put = (job) => mutex.runExclusive(() => {
  jobs.push(job);
  for (const go of waiting.splice(0)) go();
});
const first = take();
await new Promise((resolve) => setImmediate(resolve));
await put('resize');
console.log(await first);
