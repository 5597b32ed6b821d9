// expect: loop.microtask-starvation main.js:12 | loop.microtask-starvation main.js:10 | loop.microtask-starvation main.js:8
'use strict';
const jobs = Array.from({ length: 60_000 }, (_, i) => i);
let sum = 0;
setTimeout(() => console.log('a timer of 5 ms'), 5);

async function work() {
  while (jobs.length > 0) {
    sum += jobs.pop();
    await null;
  }
}
work().then(() => console.log('sum', sum));
