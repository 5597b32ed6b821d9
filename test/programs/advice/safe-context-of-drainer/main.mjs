// expect: nothing
// As context-of-drainer, but each job is bound to the context in which it was given.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const tenants = new AsyncLocalStorage();
const jobs = [];
let busy = false;

function enqueue(job) {
  return new Promise((resolve) => {
    jobs.push({ job: AsyncResource.bind(job), resolve });
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
