// expect: nothing
// The same with keys of their own, the promise kept instead of its value, and what is written read after the wait.
import { setTimeout as delay } from 'node:timers/promises';

const balances = { 'user:1': 10, 'user:2': 10 };
const profiles = new Map();
const state = { cart: { total: 10 } };
let stock = 10;

async function pay(id, amount, ms) {
  const before = balances[`user:${id}`];
  await delay(ms);
  balances[`user:${id}`] = before - amount;
}

async function load(user, ms) {
  if (!profiles.has(user.id)) profiles.set(user.id, delay(ms, { user }));
  return profiles.get(user.id);
}

async function add(amount, ms) {
  await delay(ms);
  const before = state?.cart?.total ?? 0;
  state.cart.total = before + amount;
}

const checked = (count, ms) => delay(ms).then(() => count);

async function sell(n, ms) {
  const sold = await checked(n, ms);
  stock -= sold;
}

await Promise.all([pay(1, 3, 5), pay(2, 4, 25), load({ id: 7 }, 5), load({ id: 7 }, 25), add(3, 5), add(4, 25), sell(3, 5), sell(4, 25)]);
console.log(balances, profiles.size, state.cart.total, stock);
