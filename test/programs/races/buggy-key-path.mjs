// expect: race.atomicity 9
import { setTimeout as sleep } from 'node:timers/promises';

const balances = { ann: 100, bob: 50 };

async function withdraw(order) {
  const before = balances[order.from];
  await sleep(order.amount);
  balances[order.from] = before - order.amount;
}

await Promise.all([withdraw({ from: 'ann', amount: 2 }), withdraw({ from: 'ann', amount: 3 })]);
console.log(Object.keys(balances));
