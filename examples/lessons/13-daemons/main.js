'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

// A monitor in the background: it must not keep the program alive.
let checks = 0;
setInterval(() => checks++, 100 * scale).unref();

async function order() {
  console.log('order taken');
  await sleep(3000 * scale);
  console.log('order served');
}

order();
