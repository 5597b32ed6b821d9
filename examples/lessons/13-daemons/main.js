'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

// A monitor in the background: it must not keep the program alive.
let checks = 0;
setInterval(() => checks++, 100 * scale).unref();

// A log of how we are doing, beside the order.
const health = setInterval(() => console.log('healthy after', checks, 'checks'), 1000 * scale);

async function order() {
  console.log('order taken');
  await sleep(3000 * scale);
  console.log('order served');
}

// The log is needed as long as there is an order, and no longer.
order().then(() => clearInterval(health));
