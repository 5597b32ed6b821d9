// expect: loop.microtask-starvation main.js:11 | loop.microtask-starvation main.js:10 | loop.microtask-starvation main.js:9
'use strict';
// Processor time, in microseconds: enough on any machine, however busy.
const begin = process.cpuUsage();
let sum = 0;
setTimeout(() => console.log('a timer of 5 ms'), 5);

async function work() {
  while (process.cpuUsage(begin).user < 400_000) {
    for (let k = 0; k < 2000; k++) sum += k % 7;
    await null;
  }
}
work().then(() => console.log('done', sum > 0));
