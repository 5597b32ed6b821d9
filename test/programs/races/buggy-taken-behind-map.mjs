// expect: race.check-then-act 15,19 ; race.check-then-act 25,28 ; race.atomicity 34,36 ; race.check-then-act 41,50
// What is taken is asked by a list that is made of all that the object holds, some steps on; what comes in while it waits is not in there.
import { setTimeout as delay } from 'node:timers/promises';

const berths = {};
const cranes = {};
const tickets = {};
const pilots = {};

async function release(of, name) {
  await delay(40);
  delete of[name];
}
async function moor(ship) {
  const taken = Object.values(berths).map((berth) => berth.number);
  let number = 1;
  while (taken.includes(number)) number++;
  await delay(4);
  berths[ship] = { number };
  await release(berths, ship);
  return number;
}

async function lift(ship, crane) {
  const busy = new Set(Object.values(cranes).map((one) => one.crane));
  if (busy.has(crane)) throw new Error(`${crane} is busy`);
  await delay(4);
  cranes[ship] = { crane };
  await release(cranes, ship);
  return crane;
}

async function draw(ship) {
  const number = Math.max(0, ...Object.values(tickets).map((ticket) => ticket.number)) + 1;
  await delay(4);
  tickets[ship] = { number };
  return number;
}

async function onDuty() {
  const names = Object.values(pilots).map((pilot) => pilot.name);
  await delay(1);
  return names;
}

async function board(ship, name) {
  const names = await onDuty();
  if (names.includes(name)) throw new Error(`${name} is on board of another ship`);
  await delay(4);
  pilots[ship] = { name };
  await release(pilots, ship);
  return name;
}

const all = await Promise.allSettled(
  ['Anna', 'Berta'].flatMap((ship) => [moor(ship), lift(ship, 'north'), draw(ship), board(ship, 'Smith')]),
);
console.log(all.length);
