// expect: race.check-then-act 9
import { setTimeout as sleep } from 'node:timers/promises';

const order = { id: 1, status: 'pending' };

async function pay() {
  if (order.status !== 'pending') return 'paid already';
  await sleep(3);
  order.status = 'paid';
  return 'paid';
}

console.log(await Promise.all([pay(), pay()]));
