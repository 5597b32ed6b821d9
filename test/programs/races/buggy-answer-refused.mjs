// expect: race.check-then-act 17,8
// A page of a library is lent to one reader: who finds it lent is turned away. The second one came when the first one had it; had they met, both had taken it.
import { setTimeout as delay } from 'node:timers/promises';

const lent = new Map();

async function readerOf(page) {
  return lent.get(page)?.reader;
}

async function borrow(page, reader, after) {
  await delay(after);
  const other = await readerOf(page);
  if (other !== undefined) throw new Error(`lent to ${other}`);
  const slip = `${page} to ${reader}`;
  await delay(slip.length % 5);
  lent.set(page, { reader, slip });
  return slip;
}

const outcomes = await Promise.allSettled([borrow(7, 'ann', 1), borrow(7, 'bob', 60)]);
console.log(outcomes.map(({ status }) => status).join());
