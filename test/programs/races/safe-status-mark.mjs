// expect: nothing
// The mark is set in the step of the check. And two that waited for the same answer store one answer.
import { setTimeout as sleep } from 'node:timers/promises';

const order = { id: 1, status: 'pending' };
const rates = { eur: '' };

async function pay() {
  if (order.status !== 'pending') return 'paid already';
  order.status = 'paying';
  await sleep(3);
  order.status = 'paid';
  return 'paid';
}

async function load() {
  await sleep(2);
  return 'eur 1.08';
}

async function rate() {
  if (rates.eur === '') rates.eur = await load();
  return rates.eur;
}

console.log(await Promise.all([pay(), pay(), rate(), rate()]));
