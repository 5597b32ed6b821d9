// expect: race.check-then-act 7,9 ; race.check-then-act 15,17
// What a function of another file gives is the same collection each time.
const { setTimeout: sleep } = require('node:timers/promises');
const { rooms, hall } = require('./store.js');

async function open(name) {
  if (!rooms().has(name)) {
    await sleep(5);
    rooms().set(name, { name });
  }
  return rooms().get(name);
}

async function admit(guest) {
  if (hall.guests().length < 1) {
    await sleep(5);
    hall.guests().push(guest);
  }
}

Promise.all([open('blue'), open('blue'), open('red'), admit('ann'), admit('bob')]).then((all) => console.log(all.length));
