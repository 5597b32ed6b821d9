// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const lockers = new Map([['north', { slots: 1, keys: [] }]]);

const hasRoom = ({ slots }, wanted = 1) => slots >= wanted;

async function rent(place, name) {
  const locker = lockers.get(place);
  if (!hasRoom(locker)) return 'full';
  await delay(25);
  if (!hasRoom(locker)) return 'full by now';
  locker.keys.push(name);
  locker.slots -= 1;
  return `${name} has ${locker.slots}`;
}

console.log(await Promise.all([rent('north', 'ada'), rent('north', 'bo')]));
