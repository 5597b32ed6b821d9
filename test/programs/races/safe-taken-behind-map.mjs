// expect: nothing
// What is taken is asked by a list that is made of all that the object holds, and reserved in the same step; or the list is only printed.
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
  berths[ship] = { number };
  await delay(4);
  await release(berths, ship);
  return number;
}

async function lift(ship, crane) {
  const busy = new Set(Object.values(cranes).map((one) => one.crane));
  if (busy.has(crane)) throw new Error(`${crane} is busy`);
  cranes[ship] = { crane };
  await delay(4);
  await release(cranes, ship);
  return crane;
}

async function draw(ship) {
  const number = Math.max(0, ...Object.values(tickets).map((ticket) => ticket.number)) + 1;
  tickets[ship] = { number };
  await delay(4);
  return number;
}

async function onDuty() {
  const names = Object.values(pilots).map((pilot) => pilot.name);
  await delay(1);
  return names;
}

async function board(ship, name) {
  const names = await onDuty();
  console.log(names.join(), 'are on duty');
  await delay(4);
  pilots[ship] = { name };
  await release(pilots, ship);
  return name;
}

const all = await Promise.allSettled(
  ['Anna', 'Berta'].flatMap((ship) => [moor(ship), lift(ship, 'north'), draw(ship), board(ship, 'Smith')]),
);
console.log(all.length);
