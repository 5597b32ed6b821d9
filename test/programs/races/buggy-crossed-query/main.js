// expect: race.check-then-act 12,9
// A ward keeps two beds free at least: both patients are told that there are three before either lies in one.
'use strict';
const beds = require('./beds');

for (const name of ['A1', 'A2', 'A3']) beds.add(name, 'surgery');

async function admit(name, ms) {
  const left = beds.freeOn('surgery').length;
  if (left < 3) throw new Error('the ward is full');
  await new Promise((resolve) => setTimeout(resolve, ms));
  beds.occupy(name);
}

Promise.allSettled([admit('A1', 20), admit('A3', 45)]).then(() => console.log('free', beds.freeOn('surgery').length));
