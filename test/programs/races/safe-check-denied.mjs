// expect: nothing
// The same, taken in the step of the check; and branches that only tell.
import assert from 'node:assert';
import { setImmediate as turn } from 'node:timers/promises';

const purse = { coins: 5 };
const shelf = { cups: 5 };
const hall = { seats: 5, late: 0 };

function deny(reason) {
  throw new Error(reason);
}

async function pay(price) {
  assert(purse.coins >= price, 'too few');
  purse.coins -= price;
  await turn();
}

async function take(cups) {
  await turn();
  if (shelf.cups < cups) {
    deny('sold out');
  }
  shelf.cups -= cups;
}

const ctx = { throw: (status) => deny(`status ${status}`) };

async function book(seats) {
  if (hall.seats < seats) ctx.throw(409);
  hall.seats -= seats;
  await turn();
  hall.late++;
}

await Promise.allSettled([pay(3), pay(3), take(3), take(3), book(3), book(3)]);
console.log('done');
