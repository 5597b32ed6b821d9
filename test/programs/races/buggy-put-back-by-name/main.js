// expect: race.atomicity main.js:14,main.js:10
// Horses are named by how many stand in the stall, and led there after a ride: two that were named at once have one name.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { Stable } = require('./stable');

const stable = new Stable();

async function ride(rider) {
  const horse = await stable.saddle('cob');
  await sleep(5);
  horse.rides++;

  stable.back(horse);
  return `${rider} on ${horse.name}`;
}

Promise.all(['ann', 'ben', 'cy'].map(ride)).then((rides) => console.log(rides.join()));
