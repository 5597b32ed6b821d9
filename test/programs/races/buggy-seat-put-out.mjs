// expect: race.order.last-write 13,10
// Whoever works in a room has the light set for himself and puts it out when he leaves, though another one works there since.
import { setTimeout as delay } from 'node:timers/promises';

const lights = new Map();
const visits = { blue: 0, red: 0 };

async function work(room, who, ms) {
  visits[room]++;
  lights.set(room, { who, since: performance.now() });
  await delay(ms);
  visits.last = room;
  lights.delete(room);
}

const short = work('blue', 'ada', 80);
await delay(30);
const long = work('blue', 'bob', 150);
await work('red', 'eve', 20);
await short;
console.log(lights.has('blue'), lights.has('red'));
await long;
console.log(visits.blue, lights.get('blue'));
