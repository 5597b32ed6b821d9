// expect: race.check-then-act 14,17
// Both orders load their account, which says the same; each books on its own copy of it, and only one of the two is kept.
import { setTimeout as delay } from 'node:timers/promises';

const accounts = new Map();
const saved = [];

async function load(id) {
  await delay(20);
  return { id, cents: 1000 };
}

async function book(id, cents) {
  let account = accounts.get(id);
  if (account === undefined) {
    account = await load(id);
    accounts.set(id, account);
  }
  await delay(20);
  account.cents -= cents;
}

await Promise.all([book('ada', 300), book('ada', 200)]);
for (const account of accounts.values()) saved.push(account.cents);
console.log(saved);
