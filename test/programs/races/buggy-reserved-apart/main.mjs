// expect: race.check-then-act 10,7
// What is reserved is counted, but the check looks only at what is on hand.
import { setTimeout as sleep } from 'node:timers/promises';
import { Stock } from './stock.mjs';
const stock = new Stock(10);
async function order(n) {
  if (!stock.reserve(n)) return 'sold out';
  await sleep(12 + n);
  if (n === 3) { stock.cancel(n); return 'cancelled'; }
  stock.ship(n);
  return 'shipped';
}
console.log((await Promise.all([order(3), order(4), order(2), order(5)])).join());
