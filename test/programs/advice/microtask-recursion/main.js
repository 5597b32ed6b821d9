// expect: loop.microtask-starvation main.js:11 | loop.microtask-starvation main.js:9 | loop.microtask-starvation main.js:8
'use strict';
const until = Date.now() + 500;
let sum = 0;
setTimeout(() => console.log('a timer of 5 ms'), 5);

async function work() {
  while (Date.now() < until) {
    sum++;
    // Long enough on any machine: it goes by the clock.
    await null;
  }
}
work().then(() => console.log('done', sum > 0));
