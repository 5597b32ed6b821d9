// expect: race.check-then-act 13,10
// Whoever has been greeted is passed over; two ways lead to one guest, and in this run the second one is much longer.
import { setTimeout as sleep } from 'node:timers/promises';

const greeted = new Set();
const hands = [];
const friends = { ann: ['bob', 'cleo'], bob: ['dan'], cleo: ['eve'], eve: ['dan'], dan: [] };

async function greet(name) {
  if (greeted.has(name)) return;
  const isAwake = await knock(name);
  if (!isAwake) return;
  greeted.add(name);
  hands.push(name);
  await walk(name);
  await Promise.all(friends[name].map(greet));
}

async function knock(name) {
  await sleep(2);
  return name !== '';
}

async function walk(name) {
  await sleep(name === 'cleo' || name === 'eve' ? 40 : 3);
}

await greet('ann');
console.log(hands.length);
