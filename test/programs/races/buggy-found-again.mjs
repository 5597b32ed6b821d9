// expect: race.atomicity 14,16; race.check-then-act 20,22; race.atomicity 34,36; race.atomicity 40,42
// The row is looked up where it is read, and again where it is written: by the same search, or by a helper.
import { setTimeout as delay } from 'node:timers/promises';

const rows = [
  { id: 1, stock: 10 },
  { id: 2, stock: 10 },
];
const seats = [{ id: 'A1', user: null }];
const accounts = new Map([['ada', { balance: 10 }]]);

async function sell(id, count, ms) {
  // Both write what is left of the same number.
  const before = rows.find((row) => row.id === id)?.stock ?? 0;
  await delay(ms);
  rows.find((row) => row.id === id).stock = before - count;
}

async function reserve(id, user, ms) {
  if (seats.find((seat) => seat.id === id).user) return;
  await delay(ms);
  seats.find((one) => one.id === id).user = { name: user };
}

const accountOf = (name) => accounts.get(name);

function rowOf(id) {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}

async function pay(name, amount, ms) {
  const { balance } = accountOf(name);
  await delay(ms);
  accountOf(name).balance = balance - amount;
}

async function take(id, ms) {
  const left = rowOf(id).stock;
  await delay(ms);
  rowOf(id).stock = left - 1;
}

await Promise.all([sell(1, 3, 5), sell(1, 4, 25), reserve('A1', 'ada', 5), reserve('A1', 'bob', 25), pay('ada', 3, 5), pay('ada', 4, 25), take(2, 5), take(2, 25)]);
console.log(rows[0].stock, rows[1].stock, seats[0].user.name, accountOf('ada').balance);
