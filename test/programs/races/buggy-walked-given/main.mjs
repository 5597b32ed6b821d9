// expect: race.atomicity main.mjs:9,stops.mjs:15
// A bus calls at one stop after the other, in a list that another file has given; a stop that was passed is closed meanwhile, and the bus passes over the next one.
import { setTimeout as delay } from 'node:timers/promises';
import { add, stops } from './stops.mjs';

async function drive(line, calls) {
  const route = stops.of(line);

  for (const stop of route) {
    await delay(30);
    calls.push(stop);
  }
}

for (const stop of ['Mill', 'Church', 'Station']) add(7, stop);
const calls = [];
const driven = drive(7, calls);
await delay(45);
stops.close(7, 'Mill');
await driven;
console.log(calls.join());
