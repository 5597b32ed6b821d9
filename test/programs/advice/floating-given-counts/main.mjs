// expect: promise.floating main.mjs:11
// The counts are given before anything has been counted.
import { setTimeout as sleep } from 'node:timers/promises';

async function weigh(apple) {
  await sleep(15);
  return apple.length;
}
async function sort(apples) {
  const counts = { light: 0, heavy: 0 };
  apples.forEach(async (apple) => {
    const grams = await weigh(apple);
    if (grams > 5) counts.heavy++;
    else counts.light++;
  });
  return counts;
}
console.log(await sort(['boskoop', 'gala', 'elstar']));
await sleep(40);
