// expect: race.check-then-act 12,10
// The set only counts how often a street was asked for; the number is looked up among the plots, and two calls find the same one free.
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
