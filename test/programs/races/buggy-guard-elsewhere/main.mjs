// expect: race.check-then-act main.mjs:16; race.check-then-act main.mjs:21
// Functions of other files throw when the room is taken, or the address is in use; both callers wait before they act on it.
import { setTimeout as delay } from 'node:timers/promises';
import { bookings } from './db.mjs';
import { assertFree } from './guard.mjs';
import { SignupPolicy } from './policy.mjs';
import { UserRepo } from './repo.mjs';

const users = new UserRepo();
const policy = new SignupPolicy(users);

async function book(room, day, guest) {
  assertFree(room, day);
  await delay(5);
  const booking = { guest };
  bookings.set(`${room}:${day}`, booking);
}

async function signUp(email, name) {
  await policy.ensureUnused(email);
  await users.insert({ email, name });
}

await Promise.all([book('r1', 'mon', 'ann'), book('r1', 'mon', 'bob')]);
await Promise.all([signUp('a@b', 'ann'), signUp('a@b', 'bob')]);
console.log(bookings.size, users.size);
