// expect: nothing
// One looks again after it has waited, one takes the room before it waits, and one gives each address a turn.
import { setTimeout as delay } from 'node:timers/promises';
import { bookings } from './db.mjs';
import { assertFree } from './guard.mjs';
import { SignupPolicy } from './policy.mjs';
import { UserRepo } from './repo.mjs';

const users = new UserRepo();
const policy = new SignupPolicy(users);
let turn = Promise.resolve();

async function book(room, day, guest) {
  assertFree(room, day);
  await delay(5);
  assertFree(room, day);
  bookings.set(`${room}:${day}`, { guest });
}

async function hold(room, day, guest) {
  assertFree(room, day);
  bookings.set(`${room}:${day}`, { guest, paid: false });
  await delay(5);
  bookings.get(`${room}:${day}`).paid = true;
}

function signUp(email, name) {
  turn = turn.then(async () => {
    await policy.ensureUnused(email);
    await users.insert({ email, name });
  });
  return turn;
}

const count = (settled) => settled.filter(({ status }) => status === 'fulfilled').length;
console.log(count(await Promise.allSettled([book('r1', 'mon', 'ann'), book('r1', 'mon', 'bob')])));
console.log(count(await Promise.allSettled([hold('r2', 'mon', 'ann'), hold('r2', 'mon', 'bob')])));
console.log(count(await Promise.allSettled([signUp('a@b', 'ann'), signUp('a@b', 'bob')])));
