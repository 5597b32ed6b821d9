// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';
import { balance, setBalance } from './state.mjs';

async function fee(amount) {
  await sleep(5);
  return amount * 0.01;
}

async function withdraw(amount) {

  const cost = await fee(amount);
  setBalance(balance - amount - cost);
}

await Promise.all([withdraw(10), withdraw(20)]);
console.log(balance > 0);
