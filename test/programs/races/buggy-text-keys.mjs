// expect: race.atomicity 11,13; race.check-then-act 18,19; race.atomicity 24,26; race.atomicity 32,33
// Keys that are texts with something in them, what stands behind two question marks, and a value that comes back through `then`.
import { setTimeout as delay } from 'node:timers/promises';

const balances = { 'user:1': 10 };
const profiles = new Map();
const state = { cart: { total: 10 } };
let stock = 10;

async function pay(id, amount, ms) {
  const before = balances[`user:${id}`];
  await delay(ms);
  balances[`user:${id}`] = before - amount;
}

async function load(user, ms) {
  // What is stored is awaited in the call that stores it.
  if (!profiles.has(user.id)) {
    profiles.set(user.id, await delay(ms, { user, ms }));
  }
}

async function add(amount, ms) {
  const before = state?.cart?.total ?? 0;
  await delay(ms);
  state.cart.total = before + amount;
}

const checked = (count, ms) => delay(ms).then(() => count);
async function sell(n, ms) {
  // The count travels through a function that waits.
  const left = await checked(stock, ms);
  stock = left - n;
}

await Promise.all([pay(1, 3, 5), pay(1, 4, 25), load({ id: 7 }, 5), load({ id: 7 }, 25), add(3, 5), add(4, 25), sell(3, 5), sell(4, 25)]);
console.log(balances, profiles.size, state.cart.total, stock);
