// expect: nothing
// The same basket is taken in the step in which it is looked through, and given back when the payment fails; the count goes up before anybody waits; and what has come in is only counted.
import { setTimeout as sleep } from 'node:timers/promises';

const pay = () => sleep(3);

const stock = { tea: 1, rice: 2 };
async function order(basket) {
  for (const [name, count] of Object.entries(basket)) {
    if (stock[name] < count) throw new Error(`no ${name}`);
  }
  for (const [name, count] of Object.entries(basket)) stock[name] -= count;
  try {
    await pay();
  } catch (error) {
    for (const [name, count] of Object.entries(basket)) stock[name] += count;
    throw error;
  }
}

const shelf = new Map([['salt', 1]]);
async function collect(lines) {
  await pay();
  for (const { name, count } of lines) {
    if ((shelf.get(name) ?? 0) < count) return false;
  }
  for (const { name, count } of lines) shelf.set(name, shelf.get(name) - count);
  return true;
}

const asked = new Map();
async function ask(guest) {
  const count = (asked.get(guest) ?? 0) + 1;
  if (count > 1) return 'enough';
  asked.set(guest, count);
  await sleep(2);
  return 'answered';
}

const seen = new Map();
async function visit(page) {
  await sleep(1);
  seen.set(page, (seen.get(page) ?? 0) + 1);
  return seen.get(page);
}

const orders = await Promise.allSettled([order({ tea: 1 }), order({ tea: 1 })]);
const lines = [{ name: 'salt', count: 1 }];
const collected = await Promise.all([collect(lines), collect(lines)]);
const answers = await Promise.all([ask('ada'), ask('ada')]);
const visits = await Promise.all([visit('home'), visit('home')]);
console.log(orders.length, collected.length, answers.length, visits.length);
