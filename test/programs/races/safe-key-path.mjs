// expect: nothing
// Different entries; a getter is asked as often as the program asks it.
import { setTimeout as sleep } from 'node:timers/promises';

const balances = { ann: 100, bob: 50 };
const slots = {};
let asked = 0;
const sequence = {
  get next() {
    return `slot ${++asked}`;
  },
};

async function withdraw(order) {
  const before = balances[order.from];
  await sleep(order.amount);
  balances[order.from] = before - order.amount;
  slots[sequence.next] = order;
  delete balances[sequence.next];
}

await Promise.all([withdraw({ from: 'ann', amount: 2 }), withdraw({ from: 'bob', amount: 3 })]);
console.log(Object.keys(balances), Object.keys(slots), asked);
