// expect: race.check-then-act 17; race.check-then-act 25; race.check-then-act 33
// Checks whose branch ends the call without a `return` or `throw` of its own: an assertion, a function that always throws, the context of a request.
import assert from 'node:assert';
import { setImmediate as turn } from 'node:timers/promises';

const purse = { coins: 5 };
const shelf = { cups: 5 };
const hall = { seats: 5 };

function deny(reason) {
  throw new Error(reason);
}

async function pay(price) {
  assert(purse.coins >= price, 'too few');
  await turn();
  purse.coins -= price;
}

async function take(cups) {
  if (shelf.cups < cups) {
    deny('sold out');
  }
  await turn();
  shelf.cups -= cups;
}

const ctx = { throw: (status) => deny(`status ${status}`) };

async function book(seats) {
  if (hall.seats < seats) ctx.throw(409);
  await turn();
  hall.seats -= seats;
}

await Promise.allSettled([pay(3), pay(3), take(3), take(3), book(3), book(3)]);
console.log('done');
