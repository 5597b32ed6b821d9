// expect: race.reentrancy 10,12,16
'use strict';
// A setting of the module is changed for one piece of work, whatever comes of it, and the work is done for whoever turns the knob.
const { EventEmitter } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');

let unit = 'metric';

async function inFeet(work) {
  const usual = unit;
  // Everybody sees it.
  unit = 'feet';
  try {
    return await work();
  } finally {
    unit = usual;
  }
}

async function measure(depth) {
  await delay(2);
  return unit === 'feet' ? depth * 3.28 : depth;
}

const knob = new EventEmitter();
knob.addListener('turned', async (depth) => {
  const shown = await inFeet(() => measure(depth));
  console.log(shown, unit);
});
setTimeout(() => knob.emit('turned', 100), 2);
