// expect: race.check-then-act 13; race.check-then-act 20; race.check-then-act 27; race.check-then-act 35; race.check-then-act 43; race.atomicity 51; race.check-then-act 58
// Dictionaries and lists that are replaced as a whole: two calls find nothing under the same key, and both put something there.
import { setTimeout as sleep } from 'node:timers/promises';

let seats = {};
const hall = { rows: {} };
const lockers = {};

async function holdSeat(seat, who) {
  if (seats[seat]) return false;
  await sleep(20);
  // Both have found it free.
  seats = { ...seats, [seat]: who };
  return true;
}

async function holdRow({ order, who }) {
  if (order.row in hall.rows) return false;
  await sleep(20);
  hall.rows = Object.assign({}, hall.rows, { [order.row]: who });
  return true;
}

async function holdLocker(name, who) {
  if (Object.keys(lockers).includes(name)) return false;
  await sleep(20);
  lockers[name] = who;
  return true;
}

let desks = Object.freeze({});
async function holdDesk(desk, who) {
  if (Object.hasOwn(desks, desk)) return false;
  await sleep(20);
  desks = Object.freeze({ ...desks, [desk]: who });
  return true;
}

let guests = [];
async function invite(guest) {
  if (guests.some((other) => other.mail === guest.mail)) return false;
  await sleep(20);
  guests = [...guests, guest];
  return true;
}

let counts = {};
async function count(kind) {
  const before = counts[kind] ?? 0;
  await sleep(20);
  counts = { ...counts, [kind]: before + 1 };
}

let tags = new Set();
async function tag(name) {
  if (tags.has(name)) return;
  await sleep(20);
  tags = new Set(tags).add(name);
}

for (const work of [
  (who) => holdSeat('A1', who),
  (who) => holdRow({ order: { row: 'B' }, who }),
  (who) => holdLocker('left', who),
  (who) => holdDesk('window', who),
  () => invite({ mail: 'ann@example.org' }),
  () => count('tea'),
  () => tag('new'),
]) {
  await Promise.all([work('ann'), work('bob')]);
}
console.log('done');
