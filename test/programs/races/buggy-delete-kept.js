// expect: race.check-then-act 9,13 | race.atomicity 9,13
'use strict';
// Each pending refund must be paid once: the result of the removal is kept, but only another removal is asked.
const pending = new Map([['r1', 20], ['r2', 35]]);
const ready = new Map([['r1', true], ['r2', true]]);
const paid = [];

async function pay(id) {
  const amount = pending.get(id);
  if (amount === undefined) return;
  await new Promise((r) => setTimeout(r, 4));
  paid.push(amount);
  pending.delete(id);
  if (!ready.delete(id)) console.log('not ready');
}

Promise.all([pay('r1'), pay('r2'), pay('r1')]).then(() => console.log(paid.join(' '), pending.size));
