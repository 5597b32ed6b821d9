// expect: race.check-then-act 10,15 ; race.check-then-act 21,24 ; race.check-then-act 30,33 ; race.check-then-act 39,42
// Limits that two calls find to be kept, before either of them has taken its share: asked by what a callback adds up, by the values of an object, by a copy, and by a search in one.
import { setTimeout as sleep } from 'node:timers/promises';

const audit = () => sleep(3);

const seats = [];
async function reserve(row, count) {
  let taken = 0;
  seats.forEach((seat) => {
    if (seat.row === row) taken += seat.count;
  });
  if (taken + count > 10) return 'full';
  await audit();
  seats.push({ row, count });
  return 'reserved';
}

const budget = {};
async function spend(department, amount) {
  const spent = Object.values(budget).reduce((sum, part) => sum + part, 0);
  if (spent + amount > 100) return 'refused';
  await audit();
  budget[department] = amount;
  return 'granted';
}

const open = new Set();
async function start(job) {
  const running = [...open];
  if (running.length >= 1) return 'later';
  await audit();
  open.add(job);
  return 'started';
}

const names = [];
async function register(name) {
  const known = Array.from(names);
  if (known.some((other) => other === name)) return 'known';
  await audit();
  names.push(name);
  return 'new';
}

console.log(
  (await Promise.all([reserve('a', 6), reserve('a', 6)])).length,
  (await Promise.all([spend('it', 60), spend('hr', 60)])).length,
  (await Promise.all([start('one'), start('two')])).length,
  (await Promise.all([register('ada'), register('ada')])).length,
);
