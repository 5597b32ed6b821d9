// expect: nothing
// What is reserved in the step of the check is left out for whoever looks next: as a count, as a list of claims, and by holds on an object that is passed in.
import { setTimeout as sleep } from 'node:timers/promises';
import { Counted, Claimed } from './stock.mjs';
import { capture, card, hold } from './cards.mjs';

async function order(stock, n) {
  const claim = stock.reserve(n);
  if (!claim) return 'sold out';
  await sleep(12 + n);
  if (n === 3) {
    stock.cancel(claim);
    return 'cancelled';
  }
  stock.ship(claim);
  return 'shipped';
}

async function charge(cents) {
  const id = hold(card, cents);
  if (id === null) return 'refused';
  await sleep(12 + cents / 1000);
  capture(card, id);
  return 'charged';
}

const [counted, claimed] = [new Counted(10), new Claimed(10)];
console.log((await Promise.all([3, 4, 2, 5].map((n) => order(counted, n)))).join());
console.log((await Promise.all([3, 4, 2, 5].map((n) => order(claimed, n)))).join());
console.log((await Promise.all([2000, 900, 4000].map(charge))).join());
