// expect: race.check-then-act 14,15
import { setTimeout as delay } from 'node:timers/promises';

const lockers = new Map([['north', { slots: 1, keys: [] }]]);

const hasRoom = ({ slots }, wanted = 1) => slots >= wanted;

async function rent(place, name) {
  const locker = lockers.get(place);
  if (!hasRoom(locker)) return 'full';
  await delay(25);
  locker.keys.push(name);
  // Two that came at once both get the last one.
  locker.slots -= 1;
  return `${name} has ${locker.slots}`;
}

console.log(await Promise.all([rent('north', 'ada'), rent('north', 'bo')]));
