// expect: race.check-then-act 13,16 ; race.check-then-act 21,25 ; race.check-then-act 29,32
// Two calls find nothing under a key, wait, and each puts something into the list that the first of them has made.
import { setTimeout as delay } from 'node:timers/promises';

const sessions = {};
const seats = new Map();
const rooms = new Map();
let opened = 0;
const open = async (device) => delay(5, { device, number: ++opened });

// One session is enough for a device.
async function sessionOf(device) {
  const known = sessions[device] || [];
  if (known.length > 0) return known[0];
  const session = await open(device);
  (sessions[device] ||= []).push(session);
  return session;
}

async function book(table, who) {
  const taken = seats.get(table);
  if (taken && taken.length >= 1) throw new Error('no more seats');
  await delay(5);
  if (!seats.has(table)) seats.set(table, []);
  seats.get(table).push(who);
}

async function join(room, who) {
  const role = rooms.has(room) ? 'member' : 'owner';
  await delay(5);
  if (!rooms.has(room)) rooms.set(room, []);
  rooms.get(room).push({ who, role });
}

const pairs = ['Ann', 'Ben'].flatMap((who) => [sessionOf('phone'), book('window', who), join('lobby', who)]);
const all = await Promise.allSettled(pairs);
console.log(all.length);
