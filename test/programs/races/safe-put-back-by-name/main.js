// expect: nothing
// Horses are taken out of their stall and put back there. Where none is left one is bought: that there was none says nothing about who stands there later.
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
