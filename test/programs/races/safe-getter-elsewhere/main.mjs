// expect: nothing
// The other file's object is read by a getter when nothing is waited for any more.
import { setTimeout as delay } from 'node:timers/promises';
import { stock } from './stock.mjs';
async function sell(count) {
  await delay(5);
  const before = stock.sold;
  stock.update({ sold: before + count });
}
async function reserve() {
  if (stock.left < 1) throw new Error('sold out');
  stock.update({ left: 0 });
  await delay(5);
}
await Promise.allSettled([sell(1), sell(2), reserve(), reserve()]);
console.log(stock.sold, stock.left);
