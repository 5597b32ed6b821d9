// expect: nothing
// Balances by the number of calls under way: the one that is left after the others failed is taken without a comparison.
import { setTimeout as pause } from 'node:timers/promises';
const targets = ['a', 'b'].map((name) => ({ name, active: 0, healthy: true }));
const pick = (tried) => targets.filter((t) => t.healthy && !tried.has(t)).toSorted((a, b) => a.active - b.active)[0];
async function ask(target, ms) {
  await pause(ms);
  if (target.name === 'a') throw new Error('refused');
  return target.name;
}
async function forward(ms) {
  const tried = new Set();
  for (let target = pick(tried); target; target = pick(tried)) {
    tried.add(target);
    target.active++;
    try {
      return await ask(target, ms);
    } catch {
      continue;
    } finally {
      target.active--;
    }
  }
  return 'none';
}
console.log((await Promise.all([3, 5, 4, 6].map(forward))).join());
