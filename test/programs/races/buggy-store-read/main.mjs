// expect: race.atomicity main.mjs:6,main.mjs:8,store.mjs:7; race.check-then-act main.mjs:12,main.mjs:14,store.mjs:10; race.check-then-act main.mjs:18,main.mjs:21,store.mjs:12
import { setTimeout as delay } from 'node:timers/promises';
import { accounts, balanceOf, inStock, isTaken, names, state } from './store.mjs';

async function pay(name, amount, ms) {
  const before = balanceOf(name);
  await delay(ms);
  accounts.get(name).balance = before - amount;
}

async function sell(count, ms) {
  if (inStock() < count) return;
  await delay(ms);
  state.stock -= count;
}

function join(name, ms) {
  if (isTaken(name)) return undefined;
  return delay(ms).then(() => {
    // Somebody else may have taken it.
    names.add(name);
  });
}

await Promise.all([pay('ada', 3, 5), pay('ada', 4, 25), sell(7, 5), sell(8, 25), join('bob', 5), join('bob', 25)]);
console.log(balanceOf('ada'), inStock(), names.size);
