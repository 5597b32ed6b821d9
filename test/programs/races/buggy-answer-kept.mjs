// expect: race.check-then-act 13,15; race.check-then-act 20,22; race.check-then-act 25,28; race.check-then-act 36,39
// The answer to a question is kept in a constant, joined with one that is waited for, or asked and used by plain functions.
import { stat } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const seats = [];
const guests = [];
const seen = new Map();
const files = new Map();

async function reserve(user, ms) {
  // A seat that is found is taken.
  const free = !seats.find((seat) => seat.user === user);
  await delay(ms);
  if (free) seats.push({ user });
}

async function invite(user, ms) {
  // Who is no guest is asked, and may have become one before the answer.
  const comes = !guests.includes(user) && (await delay(ms, true));
  if (!comes) return;
  guests.push(user);
}

const has = (id) => seen.has(id);

function put(id, value) {
  seen.set(id, value);
}

function look(id, ms) {
  if (has(id)) return undefined;
  return delay(ms).then(() => put(id, { id }));
}

const isOpen = (id) => files.has(id);

function keep(id, value) {
  files.set(id, value);
}

function lookUp(id, done) {
  if (isOpen(id)) return done();
  stat('.', found);
  function found(error, value) {
    keep(id, value);
    done();
  }
}

await Promise.all([reserve('ada', 5), reserve('ada', 25), invite('bob', 5), invite('bob', 25), look(1, 5), look(1, 25)]);
await Promise.all([2, 2].map((id) => new Promise((resolve) => lookUp(id, resolve))));
console.log(seats.length, guests.length, seen.size, files.size);
