// expect: nothing
// As buggy-list-filled-anew, but each choice looks whether it is still the last one.
import { setTimeout as sleep } from 'node:timers/promises';

const departures = [];
const timetable = { north: ['8:10 north'], west: ['8:15 west', '8:45 west'] };
let chosen;

async function choose(station) {
  chosen = station;
  const found = await ask(station);
  if (chosen !== station) return;
  departures.length = 0;
  departures.push(...found);
}

async function ask(station) {
  await sleep(station === 'north' ? 60 : 15);
  return timetable[station];
}

choose('north');
choose('west');
await sleep(100);
console.log(departures.join(', '));
