// expect: nothing
// At most two parcels are weighed at once: whoever waits for a place waits for the first of those that are under way. All of them note what they did last.
import { setTimeout as delay } from 'node:timers/promises';

const scale = { last: '', grams: 0 };
const running = new Set();

async function weigh(parcel, ms) {
  await delay(ms);
  scale.last = parcel;
  scale.grams += ms;
}

for (const [parcel, ms] of [
  ['book', 90],
  ['lamp', 30],
  ['vase', 70],
  ['rug', 25],
]) {
  const job = weigh(parcel, ms).finally(() => running.delete(job));
  running.add(job);
  if (running.size >= 2) await Promise.race(running);
}
await Promise.all(running);
console.log(scale.last !== '', scale.grams);
