// expect: loop.microtask-starvation main.js:14
'use strict';
const fs = require('node:fs');

// So many ticks, and processor time in microseconds: enough on any machine, however busy.
const begin = process.cpuUsage();
let ticks = 0;
fs.readFile(__filename, () => console.log('the file has been read'));
setImmediate(() => console.log('an immediate'));
let sum = 0;
function poll() {
  for (let k = 0; k < 1000; k++) sum += k % 7;
  if (++ticks >= 20_000 && process.cpuUsage(begin).user >= 150_000) console.log('polled enough');
  else process.nextTick(poll);
}
poll();
