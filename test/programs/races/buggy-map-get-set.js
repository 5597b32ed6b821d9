// expect: race.check-then-act 6,9
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const seats = new Map([[1, null], [2, null]]);
async function reserve(seat, who) {
  const owner = seats.get(seat);
  if (owner) return false;
  await delay(3);
  seats.set(seat, who);
  return true;
}
Promise.all([reserve(1, 'ann'), reserve(1, 'bob'), reserve(2, 'cy')]).then((r) => console.log(r.join(), seats.get(1)));
