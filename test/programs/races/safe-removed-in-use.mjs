// expect: nothing
// A car without passengers is taken off the list before it is reported, or when a second look has found it empty still; or whoever got in meanwhile has got out again.
import { setTimeout as pause } from 'node:timers/promises';

const report = (what) => pause(20, what);

function garage(alight) {
  const cars = new Map();
  const board = (name, who) => {
    let car = cars.get(name);
    if (!car) {
      car = { name, seats: new Set() };
      cars.set(name, car);
    }
    car.seats.add(who);
  };
  return { cars, board, alight: (name, who) => alight(cars, name, who) };
}

async function takenFirst(cars, name, who) {
  const car = cars.get(name);
  car.seats.delete(who);
  if (car.seats.size > 0) return;
  cars.delete(name);
  await report(name);
}

async function lookedAgain(cars, name, who) {
  const car = cars.get(name);
  car.seats.delete(who);
  if (car.seats.size > 0) return;
  await report(name);
  if (car.seats.size === 0) cars.delete(name);
}

async function takenLast(cars, name, who) {
  const car = cars.get(name);
  car.seats.delete(who);
  if (car.seats.size > 0) return;
  await report(name);
  cars.delete(car.name);
}

for (const alight of [takenFirst, lookedAgain]) {
  const { cars, board, alight: leave } = garage(alight);
  board('red', 'Ada');
  const gone = leave('red', 'Ada');
  setTimeout(board, 5, 'red', 'Ben');
  await gone;
  await pause(10);
  console.log(cars.get('red')?.seats.size);
}
const last = garage(takenLast);
last.board('red', 'Ada');
const gone = last.alight('red', 'Ada');
setTimeout(last.board, 5, 'red', 'Ben');
setTimeout(last.alight, 10, 'red', 'Ben');
await gone;
console.log(last.cars.get('red')?.seats.size);
