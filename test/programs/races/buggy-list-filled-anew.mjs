// expect: race.order.last-write 11
// Each choice of a station empties the list of departures and fills it with what it waited for; the answer for the first one is slower.
import { setTimeout as sleep } from 'node:timers/promises';

const departures = [];
const timetable = { north: ['8:10 north'], west: ['8:15 west', '8:45 west'] };

async function choose(station) {
  const found = await ask(station);
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
