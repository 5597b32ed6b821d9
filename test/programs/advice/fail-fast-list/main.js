// expect: promise.all-fail-fast main.js:18
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const rooms = [];

async function reserve(name, steps) {
  for (let step = 0; step < steps; step++) await sleep(20);
  if (name === 'attic') throw new Error('the attic is taken');
  rooms.push(name);
}

function release() {
  for (const name of rooms.splice(0)) console.log('released', name);
}

async function book() {
  try { await Promise.all([reserve('hall', 1), reserve('attic', 3), reserve('garden', 9)]); } catch (error) {
    console.log(error.message, '-', rooms.join());
    return rooms.length;
  }
}

book()
  .then(() => sleep(400))
  .then(() => { console.log('kept:', rooms.join()); release(); });
