// expect: nothing
const { setTimeout: sleep } = require('node:timers/promises');
const { rooms, fresh } = require('./store.js');

// Looks again after the wait.
async function open(name) {
  if (rooms().has(name)) return;
  await sleep(5);
  if (!rooms().has(name)) rooms().set(name, { name });
}

// Gets another one each time.
async function draft(name) {
  if (fresh.rooms().has(name)) return;
  await sleep(5);
  fresh.rooms().set(name, 1);
  if (fresh.guests().length < 1) {
    await sleep(5);
    fresh.guests().push(name);
  }
}

// A copy is sorted, and given away.
async function names() {
  const all = [...rooms().keys()].sort();
  await sleep(5);
  return all.slice().reverse();
}

Promise.all([open('blue'), open('blue'), open('red'), draft('a'), draft('a'), names()]).then((all) => console.log(all.length));
