// expect: race.check-then-act 11; race.check-then-act 18
// A room takes one guest. Who puts a guest there asks only whether there is a list by then, and not what is in it.
import { setTimeout as sleep } from 'node:timers/promises';

const rooms = new Map();
async function book(id, guest) {
  const guests = rooms.get(id) ?? [];
  if (guests.length >= 1) return false;
  await sleep(20);
  // Both have found it empty.
  rooms.set(id, [...(rooms.get(id) ?? []), guest]);
  return true;
}
const desks = {};
async function take(name, who) {
  if (desks[name]?.includes(who)) return false;
  await sleep(20);
  desks[name] = (desks[name] ?? []).concat(who);
  return true;
}

console.log(await Promise.all([book('12', 'ann'), book('12', 'bob'), take('window', 'ann'), take('window', 'ann')]));
