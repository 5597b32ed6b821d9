// expect: nothing
// The same limits: each share is taken in the step that finds room for it, and given back where the audit fails.
import { setTimeout as sleep } from 'node:timers/promises';

const audit = () => sleep(3);

const seats = [];
async function reserve(row, count) {
  let taken = 0;
  seats.forEach((seat) => {
    if (seat.row === row) taken += seat.count;
  });
  if (taken + count > 10) return 'full';
  const seat = { row, count };
  seats.push(seat);
  try {
    await audit();
  } catch {
    seats.splice(seats.indexOf(seat), 1);
  }
  return 'reserved';
}

const budget = {};
async function spend(department, amount) {
  await audit();
  const spent = Object.values(budget).reduce((sum, part) => sum + part, 0);
  if (spent + amount > 100) return 'refused';
  budget[department] = amount;
  return 'granted';
}

const open = new Set();
async function start(job) {
  while ([...open].length >= 1) await sleep(1);
  open.add(job);
  await audit();
  open.delete(job);
  return 'done';
}

// What is known is shown before; the search is made again when the name is stored.
const names = [];
async function register(name) {
  const known = Array.from(names);
  if (known.some((other) => other === name)) return 'known';
  await audit();
  if (names.includes(name)) return 'known by now';
  names.push(name);
  return 'new';
}

console.log(
  (await Promise.all([reserve('a', 6), reserve('a', 6)])).length,
  (await Promise.all([spend('it', 60), spend('hr', 60)])).length,
  (await Promise.all([start('one'), start('two')])).length,
  (await Promise.all([register('ada'), register('ada')])).length,
);
