// expect: nothing
// A bus calls at the stops as they were when it left: it goes through a copy, or through a list that it has picked for itself. And one that only counts them waits for nothing.
import { setTimeout as delay } from 'node:timers/promises';
import { add, stops } from './stops.mjs';

const timetable = { after: (line, first) => stops.of(line).slice(first) };

async function drive(line, calls) {
  const route = [...stops.of(line)];
  for (const stop of route) {
    await delay(30);
    calls.push(stop);
  }
}

async function driveOn(line, calls) {
  const route = timetable.after(line, 1);
  for (const stop of route) {
    await delay(30);
    calls.push(stop);
  }
}

async function count(line) {
  await delay(10);
  const route = stops.of(line);
  let letters = 0;
  for (const stop of route) letters += stop.length;
  return letters;
}

for (const stop of ['Mill', 'Church', 'Station']) add(7, stop);
const calls = [];
const driven = [drive(7, calls), driveOn(7, calls), count(7)];
await delay(45);
stops.close(7, 'Mill');
await Promise.all(driven);
console.log(calls.length);
