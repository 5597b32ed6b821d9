// expect: nothing
// never: promise.floating
// The counts are given when all have been counted.
import { setTimeout as sleep } from 'node:timers/promises';

async function weigh(apple) {
  await sleep(15);
  return apple.length;
}
async function sort(apples) {
  const counts = { light: 0, heavy: 0 };
  await Promise.all(
    apples.map(async (apple) => {
      const grams = await weigh(apple);
      if (grams > 5) counts.heavy++;
      else counts.light++;
    }),
  );
  return counts;
}
console.log(await sort(['boskoop', 'gala', 'elstar']));
await sleep(40);
