// expect: race.check-then-act 21,19 ; race.check-then-act 31,29 ; race.check-then-act 43,41 ; race.check-then-act 50,48
// Two calls search for the same two, and both find nothing.
import { setTimeout as delay } from 'node:timers/promises';

const rows = [];
const bookings = [];

async function findAccount(realm, name) {
  await delay(5);
  return rows.find((row) => row.realm === realm && row.name === name);
}

async function insert(row) {
  await delay(5);
  rows.push(row);
}

async function signUp(realm, name) {
  if (await findAccount(realm, name)) return 'taken';
  try {
    await insert({ realm, name });
    return 'made';
  } catch {
    return 'taken meanwhile';
  }
}

async function book({ room, day }, who) {
  for (const booking of bookings) if (booking.room === room && booking.slot.day === day) return 'taken';
  await delay(who.length);
  bookings.push({ room, slot: { day }, who });
  return 'booked';
}

const keyOf = (lane, hour) => `${lane}#${hour}`;
const swims = [];
const games = [];

async function swim(lane, hour, who) {
  const key = keyOf(lane, hour);
  if (swims.some((row) => keyOf(row.lane, row.hour) === key)) return 'taken';
  await delay(who.length);
  swims.push({ lane, hour, who });
  return 'booked';
}

async function play(court, hour, who) {
  if (games.some((row) => `${row.court}/${row.hour}` === `${court}/${hour}`)) return 'taken';
  await delay(who.length);
  games.push({ court, hour, who });
  return 'booked';
}

const made = await Promise.all([signUp('eu', 'ann'), signUp('us', 'ann'), signUp('eu', 'ann'), signUp('eu', 'bob')]);
const booked = await Promise.all([book({ room: 1, day: 1 }, 'ann'), book({ room: 1, day: 2 }, 'bob'), book({ room: 1, day: 1 }, 'carl')]);
await Promise.all([swim(1, 8, 'ann'), swim(1, 8, 'carla'), swim(2, 8, 'bo')]);
await Promise.all([play(1, 8, 'ann'), play(1, 8, 'carla'), play(2, 8, 'bo')]);
console.log(made.join(), booked.join());
