// expect: nothing
// The functions are asked again in the step that writes, each task has an account of its own, or another property is written.
import { setTimeout as delay } from 'node:timers/promises';
import { accounts, balanceOf, inStock, isTaken, names, state } from './store.mjs';

async function pay(name, amount, ms) {
  const before = balanceOf(name);
  await delay(ms);
  accounts.get(name).balance = before - amount;
}

async function deposit(name, amount, ms) {
  await delay(ms);
  const account = accounts.get(name);
  account.balance = balanceOf(name) + amount;
}

async function sell(count, ms) {
  if (inStock() < count) return;
  await delay(ms);
  if (inStock() < count) return;
  state.stock -= count;
}

async function note(ms) {
  const left = inStock();
  await delay(ms);
  state.sold = 10 - left;
}

function join(name, ms) {
  if (isTaken(name)) return undefined;
  return delay(ms).then(() => {
    if (!isTaken(name)) names.add(name);
  });
}

await Promise.all([pay('ada', 3, 5), pay('bob', 4, 25), sell(7, 5), sell(8, 25), note(5), join('bob', 5), join('bob', 25)]);
await Promise.all([deposit('ada', 1, 5), deposit('ada', 1, 25)]);
console.log(balanceOf('ada'), balanceOf('bob'), inStock(), state.sold, names.size);
