// expect: nothing
// Whoever works in a room has the light set for himself, and the last one to leave puts it out, by a count that all keep: whose setting that is by then is all the same.
import { setTimeout as delay } from 'node:timers/promises';

const lights = new Map();
const inside = { blue: 0, red: 0 };

async function work(room, who, ms) {
  inside[room]++;
  lights.set(room, { who, since: performance.now() });
  await delay(ms);
  inside[room]--;
  if (inside[room] === 0) lights.delete(room);
}

const long = work('blue', 'ada', 150);
await delay(30);
await work('blue', 'bob', 50);
await work('red', 'eve', 20);
await long;
console.log(lights.has('blue'), lights.has('red'));
await work('blue', 'joe', 20);
console.log(lights.get('blue'));
