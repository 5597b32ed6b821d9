// expect: race.atomicity 8 ; race.check-then-act 13
// The other file's object is read by a getter and written by a method.
import { setTimeout as delay } from 'node:timers/promises';
import { stock } from './stock.mjs';
async function sell(count) {
  const before = stock.sold;
  await delay(5);
  stock.update({ sold: before + count });
}
async function reserve() {
  if (stock.left < 1) throw new Error('sold out');
  await delay(5);
  stock.update({ left: 0 });
}
await Promise.allSettled([sell(1), sell(2), reserve(), reserve()]);
console.log(stock.sold, stock.left);
