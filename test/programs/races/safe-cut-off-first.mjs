// expect: nothing
// One pilot at a time takes the first ship; those that arrive meanwhile are put behind it. And a log of the last three is cut off in the step that looks.
import { setTimeout as pause } from 'node:timers/promises';

let waiting = [];
let newest = [];
const brought = [];
let isOut = false;

async function bring() {
  if (isOut) return;
  isOut = true;
  try {
    while (waiting.length > 0) {
      const ship = waiting[0];
      await pause(30);
      brought.push(ship);
      waiting = waiting.slice(1);
    }
  } finally {
    isOut = false;
  }
}

async function note(ship) {
  await pause(10);
  newest = newest.concat(ship);
  if (newest.length > 3) newest = newest.slice(1);
}

async function arrive(ship) {
  waiting = [...waiting, ship];
  bring();
  const before = newest[0];
  await note(ship);
  return before;
}

const arrivals = [];
for (const ship of ['Astrid', 'Bruno', 'Carla', 'Dagny', 'Emil']) {
  arrivals.push(arrive(ship));
  await pause(20);
}
await Promise.all(arrivals);
await pause(150);
console.log(brought.join(' '), newest.length);
