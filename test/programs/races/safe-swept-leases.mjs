// expect: nothing
// Leases that are over are collected and their holders told; what was made longer meanwhile stays.
import { setTimeout as sleep } from 'node:timers/promises';

const leases = new Map([
  ['boat', { until: 10, holder: 'ada' }],
  ['kite', { until: 900, holder: 'bob' }],
  ['tent', { until: 20, holder: 'cyd' }],
]);

async function tell(holder) {
  await sleep(15);
  return `${holder}: it is over`;
}

async function extend(thing, until) {
  await sleep(20);
  const lease = leases.get(thing);
  if (lease) lease.until = until;
}

async function sweep(now) {
  const over = [];
  for (const [thing, lease] of leases) {
    if (lease.until < now) over.push(thing);
  }
  for (const thing of over) console.log(await tell(thing));
  for (const thing of over) {
    const lease = leases.get(thing);
    if (lease !== undefined && lease.until < now) leases.delete(thing);
  }
}

await Promise.all([sweep(100), extend('tent', 500)]);
console.log([...leases.keys()].join(), leases.has('tent'));
