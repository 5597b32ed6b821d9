// expect: race.check-then-act 10,8
// Looks again and again whether the till is free, but takes it only after another wait: two can be past the loop at once.
import { setImmediate as turn } from 'node:timers/promises';
let isTaken = false;
const sales = [];

async function sell(price) {
  while (isTaken) await turn();
  await turn();
  isTaken = true;
  sales.push(price);
  await turn();
  isTaken = false;
}
await Promise.all([5, 6, 7].map(sell));
console.log(sales.length);
