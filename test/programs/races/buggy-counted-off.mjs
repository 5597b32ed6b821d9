// expect: race.check-then-act 12
// Each job looks whether there are too many, waits, and only then counts itself.
import { setTimeout as delay } from 'node:timers/promises';

const limit = 1;
let running = 0;
let most = 0;

async function job(ms) {
  if (running >= limit) throw new Error('too many at once');
  await delay(ms);
  running++;
  most = Math.max(most, running);
  await delay(40);
  running--;
}

await Promise.allSettled([10, 20].map(job));
console.log(most);
