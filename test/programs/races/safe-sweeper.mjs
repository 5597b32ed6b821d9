// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

// Entries are taken out before the work on them starts: two sweeps never see the same one.
const jobs = new Map([['a', 1], ['b', 2], ['c', 3]]);
const done = [];

async function sweep() {
  for (const [id, cost] of [...jobs]) {
    if (!jobs.delete(id)) continue;
    await delay(cost);
    done.push(id);
  }
}
await Promise.all([sweep(), sweep()]);
console.log(done.sort().join(''), jobs.size);
