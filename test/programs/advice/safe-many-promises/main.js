// expect: nothing
'use strict';
const { setImmediate: turn } = require('node:timers/promises');
let sum = 0;
setTimeout(() => console.log('a timer of 5 ms'), 5);

async function work() {
  for (let i = 0; i < 20_000; i++) {
    sum += await Promise.resolve(i);
    if (i % 500 === 0) await turn();
  }
}
work().then(() => console.log('sum', sum));
