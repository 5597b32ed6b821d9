// expect: nothing
// Each job counts itself before it looks whether there are too many, and counts itself off when it is done.
import { setTimeout as delay } from 'node:timers/promises';

const limit = 5;
let running = 0;

async function job(ms) {
  running++;
  if (running > limit) throw new Error('too many at once');
  await delay(ms);
  running--;
}

await Promise.all([30, 10, 20].map(job));
console.log(running);
