// expect: race.check-then-act 8,12 | race.atomicity 8,12
'use strict';
// Each pending refund must be paid once: looked up, paid, then removed.
const pending = new Map([['r1', 20], ['r2', 35]]);
const paid = [];

async function pay(id) {
  const amount = pending.get(id);
  if (amount === undefined) return;
  await new Promise((r) => setTimeout(r, 4));
  paid.push(amount);
  pending.delete(id);
}

Promise.all([pay('r1'), pay('r2'), pay('r1')]).then(() => console.log(paid.join(' '), pending.size));
