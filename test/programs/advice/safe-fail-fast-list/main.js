// expect: nothing
// What the others have done is looked at when all of them are done.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const rooms = [];

async function reserve(name, steps) {
  for (let step = 0; step < steps; step++) await sleep(20);
  if (name === 'attic') throw new Error('the attic is taken');
  rooms.push(name);
}

async function book() {
  const all = [reserve('hall', 1), reserve('attic', 3), reserve('garden', 9)];
  try {
    await Promise.all(all);
  } catch (error) {
    await Promise.allSettled(all);
    for (const name of rooms.splice(0)) console.log(error.message, '- released', name);
  }
}

book().then(() => console.log('kept:', rooms.length));
