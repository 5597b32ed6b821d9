// expect: nothing
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

const shelves = new Map();

// A plain function: what it gives is the promise of its last step.
function store(name, place) {
  return pause(4)
    .then(() => ({ name, place }))
    .then((book) => void shelves.set(book.name, book));
}

async function unpack(box) {
  await pause(1);
  let place = 0;
  for (const name of box) {
    await store(name, place++);
  }
  return place;
}

async function main() {
  await unpack(['atlas', 'primer', 'novel']);
  console.log([...shelves.keys()].length);
}
main();
