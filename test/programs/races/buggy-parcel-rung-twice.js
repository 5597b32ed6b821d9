// expect: race.check-then-act 11,13
// Two couriers ring for one parcel until somebody has signed: how often was only counted, and both have handed it over.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

const parcel = { isSigned: false, rings: 0 };
const handed = [];

async function ring(courier, ms) {
  let answer;
  while (!parcel.isSigned) {
    answer = await deliver(courier, ms);
    if (answer.signed) parcel.isSigned = true;
  }
  return answer;
}

async function deliver(courier, ms) {
  parcel.rings++;
  await pause(ms);
  handed.push(courier);
  return { signed: true };
}

Promise.all([ring('Ada', 25), ring('Bo', 60)]).then(() => console.log('handed over', handed.length));
