// expect: race.check-then-act 21,14; race.check-then-act 30,28
// The next free berth is counted up to, sounded, and taken only then: two boats get one. The same where the list itself says which place is free.
'use strict';

const taken = new Set();
const quay = [];

function sound(berth, callback) {
  setTimeout(callback, 5, berth > 0);
}

function moor(boat, callback) {
  let berth = 1;
  while (taken.has(berth)) berth++;
  if (berth > 20) {
    callback('the harbour is full');
    return;
  }
  sound(berth, (isDeep) => {
    if (!isDeep) return callback('too shallow');
    taken.add(berth);
    callback(`${boat} at ${berth}`);
  });
}

async function tie(boat, delay) {
  let place = 0;
  while (quay[place]) place++;
  await new Promise((resolve) => setTimeout(resolve, delay));
  quay[place] = boat;
}

moor('Alba', console.log);
moor('Brisa', console.log);
Promise.all([tie('Cora', 5), tie('Delfin', 8)]).then(() => console.log(quay.join()));
