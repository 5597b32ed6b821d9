// expect: promise.floating main.js:10; promise.floating main.js:11
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

async function rate(day) {
  await sleep(5);
  return day.length / 10;
}

console.log(`the rate is ${rate('monday')}`);
console.log(JSON.stringify({ day: 'sunday', rate: rate('sunday') }));
