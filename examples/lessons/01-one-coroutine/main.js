'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

async function brewChai() {
  console.log('Brewing chai...');
  await sleep(2000 * scale);
  console.log('Chai is ready.');
}

brewChai();
