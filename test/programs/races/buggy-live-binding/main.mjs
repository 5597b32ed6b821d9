// expect: race.atomicity main.mjs:13,main.mjs:11,state.mjs:3
import { setTimeout as sleep } from 'node:timers/promises';
import { balance, setBalance } from './state.mjs';

async function fee(amount) {
  await sleep(5);
  return amount * 0.01;
}

async function withdraw(amount) {
  const before = balance;
  const cost = await fee(amount);
  setBalance(before - amount - cost);
}

await Promise.all([withdraw(10), withdraw(20)]);
console.log(balance > 0);
