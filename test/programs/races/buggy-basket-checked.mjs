// expect: race.check-then-act 10,14 ; race.check-then-act 21,26 ; race.check-then-act 33,36
// A basket is looked through before the payment, and taken from the shelves after it; and a limit that is counted by a key.
import { setTimeout as sleep } from 'node:timers/promises';

const pay = () => sleep(3);

const stock = { tea: 1, rice: 2 };
async function order(basket) {
  for (const [name, count] of Object.entries(basket)) {
    if (stock[name] < count) throw new Error(`no ${name}`);
  }
  await pay();
  for (const [name, count] of Object.entries(basket)) {
    stock[name] -= count;
  }
}

const shelf = new Map([['salt', 1]]);
async function collect(lines) {
  for (const { name, count } of lines) {
    if ((shelf.get(name) ?? 0) < count) return false;
  }
  await pay();
  for (const { name, count } of lines) {
    // Nobody looks again.
    shelf.set(name, shelf.get(name) - count);
  }
  return true;
}

const asked = new Map();
async function ask(guest) {
  if ((asked.get(guest) ?? 0) >= 1) return 'enough';
  await sleep(2);
  // The number is read anew, and not what is allowed.
  asked.set(guest, (asked.get(guest) ?? 0) + 1);
  return 'answered';
}

const orders = await Promise.allSettled([order({ tea: 1 }), order({ tea: 1 })]);
const lines = [{ name: 'salt', count: 1 }];
const collected = await Promise.all([collect(lines), collect(lines)]);
const answers = await Promise.all([ask('ada'), ask('ada')]);
console.log(orders.length, collected.length, answers.length);
