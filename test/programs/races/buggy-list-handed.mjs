// expect: race.check-then-act 26 ; race.check-then-act 31 ; race.check-then-act 36 ; race.check-then-act 41
// The list is handed to a function that goes through it.
import { setTimeout as delay } from 'node:timers/promises';
const overlaps = (list, slot) => {
  for (const other of list) if (other.slot === slot) return true;
  return false;
};
const countOf = (items, name) => {
  let count = 0;
  for (const item of items) if (item === name) count++;
  return count;
};
const isFull = (queue) => queue.length >= 1;
function ensureNew(rows, id) {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].id === id) throw new Error('known');
  }
}
const bookings = [];
const names = [];
const waiting = [];
const users = [];
async function book(slot, by) {
  if (overlaps(bookings, slot)) return;
  await delay(5);
  bookings.push({ slot, by });
}
async function rename(name) {
  if (countOf(names, name) > 0) return;
  await delay(5);
  names.push(name);
}
async function join(user) {
  if (isFull(waiting)) throw new Error('full');
  await delay(5);
  waiting.push(user);
}
async function signUp(id) {
  ensureNew(users, id);
  await delay(5);
  users.push({ id });
}
await Promise.allSettled([book(9, 'ada'), book(9, 'bob'), rename('x'), rename('x'), join('ada'), join('bob'), signUp(1), signUp(1)]);
console.log(bookings.length, names.length, waiting.length, users.length);
