// expect: nothing
// What is put onto the shelf is added in the step in which it was asked how much stands there; two that stand on shelves of their own take nothing from each other.
import { setTimeout as pause } from 'node:timers/promises';

const shelves = [1, 2, 3].map(() => [
  { name: 'left', kilos: 10 },
  { name: 'right', kilos: 10 },
]);

function weight(shelf) {
  let kilos = 0;
  for (const corner of shelf) kilos += corner.kilos;
  return kilos;
}

const cornerOf = (shelf, name) => shelf.find((corner) => corner.name === name);

async function store(name, kilos, ms) {
  const corner = cornerOf(shelves[0], name);
  const carried = weight(shelves[0]);
  if (carried + kilos > 50) return false;
  corner.kilos += kilos;
  await pause(ms);
  return true;
}

async function storeOn(shelf, name, kilos, ms) {
  const corner = cornerOf(shelf, name);
  const carried = weight(shelf);
  if (carried + kilos > 50) return false;
  await pause(ms);
  corner.kilos += kilos;
  return true;
}

const stored = await Promise.all([
  store('left', 25, 25),
  store('right', 20, 50),
  storeOn(shelves[1], 'left', 25, 20),
  storeOn(shelves[2], 'right', 25, 45),
]);
console.log(stored.join(' '), weight(shelves[0]));
