// expect: race.atomicity 12,14
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const shelf = { left: 3 };

function clear() {
  console.log('left', shelf.left);
  shelf.left = 0;
}

async function take() {
  const left = shelf.left;
  await delay(2);
  shelf.left = left - 1;
}

setTimeout(clear, 40);
take();
