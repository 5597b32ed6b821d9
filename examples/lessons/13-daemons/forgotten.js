'use strict';
require('./monitor');
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

async function order() {
  console.log('order taken');
  await sleep(3000 * scale);
  console.log('order served');
}

order();
