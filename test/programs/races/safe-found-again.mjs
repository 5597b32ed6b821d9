// expect: nothing
// Each task has rows of its own, or looks at the row again in the step that writes it.
import { setTimeout as delay } from 'node:timers/promises';

const rows = [
  { id: 1, stock: 10 },
  { id: 2, stock: 10 },
  { id: 3, stock: 10 },
  { id: 4, stock: 10 },
];
const seats = [{ id: 'A1', user: null }];
const accounts = new Map([['ada', { balance: 10 }]]);

async function sell(id, count, ms) {
  const before = rows.find((row) => row.id === id)?.stock ?? 0;
  await delay(ms);
  rows.find((row) => row.id === id).stock = before - count;
}

async function reserve(id, user, ms) {
  if (seats.find((seat) => seat.id === id).user) return;
  await delay(ms);
  if (seats.find((one) => one.id === id).user) return;
  seats.find((one) => one.id === id).user = { name: user };
}

const accountOf = (name) => accounts.get(name);

function rowOf(id) {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}

async function pay(name, amount, ms) {
  await delay(ms);
  const { balance } = accountOf(name);
  accountOf(name).balance = balance - amount;
}

async function take(id, ms) {
  const left = rowOf(id).stock;
  await delay(ms);
  rowOf(id).stock = left - 1;
}

await Promise.all([sell(1, 3, 5), sell(2, 4, 25), reserve('A1', 'ada', 5), reserve('A1', 'bob', 25), pay('ada', 3, 5), pay('ada', 4, 25), take(3, 5), take(4, 25)]);
console.log(rows.map((row) => row.stock).join(), seats[0].user.name, accountOf('ada').balance);
