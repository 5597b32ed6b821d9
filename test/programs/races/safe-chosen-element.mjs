// expect: nothing
// Marked in the step in which it is chosen; what is stored later is the owner's.
import { setTimeout as sleep } from 'node:timers/promises';

const tables = [{ id: 1, status: 'free' }, { id: 2, status: 'free' }];

async function book() {
  const table = tables.find((t) => t.status === 'free');
  table.status = 'booking';
  await sleep(3);
  table.status = 'booked';
  return table.id;
}

console.log(await Promise.all([book(), book()]));
