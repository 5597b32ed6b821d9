// A queue of its own: whoever finds it empty works it off, and all jobs run in the context of that one.
// expect: context.lost main.mjs:32
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const tenants = new AsyncLocalStorage();
const jobs = [];
let busy = false;

function enqueue(job) {
  return new Promise((resolve) => {
    jobs.push({ job, resolve });
    if (!busy) void drain();
  });
}

async function drain() {
  busy = true;
  while (jobs.length > 0) {
    const { job, resolve } = jobs.shift();
    resolve(await job());
  }
  busy = false;
}

const seen = [];

function handle(tenant) {
  return tenants.run({ tenant }, () =>
    enqueue(async () => {
      await sleep(3);
      const store = tenants.getStore();
      seen.push(store?.tenant);
    }),
  );
}

await Promise.all(['north', 'south', 'west'].map(handle));
console.log(seen.join());
