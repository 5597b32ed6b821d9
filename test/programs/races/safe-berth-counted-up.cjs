// expect: nothing
// The next free berth is taken in the step that finds it, or is asked for again when it has been sounded.
'use strict';

const taken = new Set();
const asked = new Set();
const quay = [];

function sound(berth, callback) {
  setTimeout(callback, 5, berth > 0);
}

function moor(boat, callback) {
  let berth = 1;
  while (taken.has(berth)) berth++;
  taken.add(berth);
  sound(berth, (isDeep) => {
    if (!isDeep) {
      taken.delete(berth);
      return callback('too shallow');
    }
    callback(`${boat} at ${berth}`);
  });
}

function call(boat, callback) {
  let berth = 1;
  while (asked.has(berth)) berth++;
  sound(berth, (isDeep) => {
    if (!isDeep || asked.has(berth)) return call(boat, callback);
    asked.add(berth);
    callback(`${boat} is to go to ${berth}`);
  });
}

async function tie(boat, delay) {
  let place = 0;
  while (quay[place]) place++;
  quay[place] = boat;
  await new Promise((resolve) => setTimeout(resolve, delay));
}

moor('Alba', console.log);
moor('Brisa', console.log);
call('Alba', console.log);
call('Brisa', console.log);
Promise.all([tie('Cora', 5), tie('Delfin', 8)]).then(() => console.log(quay.join()));
