// expect: nothing
'use strict';
// Each pending refund must be paid once: looked up, checked, and paid by whoever has taken it out.
const pending = new Map([['r1', 20], ['r2', 35]]);
const paid = [];

async function pay(id) {
  const amount = pending.get(id);
  if (amount === undefined) return;
  await new Promise((r) => setTimeout(r, 40));
  if (!pending.delete(id)) return;
  paid.push(amount);
}

async function refuse(id) {
  if (!pending.has(id)) return false;
  await new Promise((r) => setTimeout(r, 2));
  const was = pending.delete(id);
  return was;
}

Promise.all([pay('r1'), pay('r2'), pay('r1'), refuse('r2')]).then(() => console.log(paid.join(' '), pending.size));
