// expect: nothing
// The answer is asked for again after the wait, or the question is put once the other one is answered.
import { stat } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const seats = [];
const guests = [];
const seen = new Map();
const files = new Map();
const rows = [{ id: 1 }];
const logged = [];

async function reserve(user, ms) {
  const free = !seats.find((seat) => seat.user === user);
  await delay(ms);
  if (!free) return;
  const stillFree = !seats.find((seat) => seat.user === user);
  if (stillFree) seats.push({ user });
}

async function invite(user, ms) {
  const comes = (await delay(ms, true)) && !guests.includes(user);
  if (!comes) return;
  guests.push(user);
}

async function note(id, ms) {
  // What was found is what to work on: one row more does not matter to it.
  const row = rows.find((one) => one.id === id);
  const isOpen = row && (await delay(ms, true));
  if (row) rows.push({ id: rows.length + 1 });
  if (isOpen) logged.push(row.id);
}

const has = (id) => seen.has(id);

function put(id, value) {
  seen.set(id, value);
}

function look(id, ms) {
  if (has(id)) return undefined;
  return delay(ms).then(() => {
    if (!has(id)) put(id, { id });
  });
}

const isOpen = (id) => files.has(id);

function keep(id, value) {
  files.set(id, value);
}

function lookUp(id, done) {
  if (isOpen(id)) return done();
  stat('.', found);
  function found(error, value) {
    if (!isOpen(id)) keep(id, value);
    done();
  }
}

await Promise.all([reserve('ada', 5), reserve('ada', 25), invite('bob', 5), invite('bob', 25), look(1, 5), look(1, 25), note(1, 5), note(1, 25)]);
await Promise.all([2, 2].map((id) => new Promise((resolve) => lookUp(id, resolve))));
console.log(seats.length, guests.length, seen.size, files.size, rows.length, logged.length);
