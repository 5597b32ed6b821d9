// expect: race.check-then-act 24,22,14; race.check-then-act 37,36,30
// A car without passengers is reported, and taken off the list when that is done: who got in meanwhile is in a car that nobody finds. The same of a map that nobody looks at.
import { setTimeout as pause } from 'node:timers/promises';

const cars = new Map();
const report = (what) => pause(20, what);

function board(name, who) {
  let car = cars.get(name);
  if (!car) {
    car = { seats: new Set() };
    cars.set(name, car);
  }
  car.seats.add(who);
  return car;
}

async function alight(name, who) {
  const car = cars.get(name);
  if (!car) return;
  car.seats.delete(who);
  if (car.seats.size > 0) return;
  await report(name);
  cars.delete(name);
}

const maps = new Map([['north', { id: 'north', readers: 0 }]]);

function open(id) {
  maps.get(id).readers++;
}

function close(map) {
  map.readers--;
  // What nobody reads is put away.
  if (map.readers > 0) return Promise.resolve();
  return report(map.id).then(() => maps.delete(map.id));
}

board('red', 'Ada');
const gone = alight('red', 'Ada');
setTimeout(board, 5, 'red', 'Ben');
open('north');
const closed = close(maps.get('north'));
setTimeout(open, 5, 'north');
await Promise.all([gone, closed]);
console.log(cars.get('red')?.seats.size ?? 'no such car', maps.get('north')?.readers ?? 'no such map');
