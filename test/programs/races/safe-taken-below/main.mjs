// expect: nothing
// The number of a plot is put into a set of those that are spoken for before it is looked up among the plots: two calls never look for the same one.
import { setTimeout as sleep } from 'node:timers/promises';
import { freeNumber } from './numbers.mjs';
import { Register } from './register.mjs';

const register = new Register();

async function lease(street, tenant) {
  const number = await freeNumber(register, street);
  await sleep(30);
  await register.insert({ number, tenant });
}

await Promise.all([lease('elm', 'Ann'), lease('elm', 'Bo')]);
console.log(register.numbers());
