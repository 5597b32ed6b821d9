// expect: loop.microtask-starvation main.js:12
'use strict';
const fs = require('node:fs');

// So many ticks, and processor time in microseconds: enough on any machine, however busy.
const begin = process.cpuUsage();
let ticks = 0;
fs.readFile(__filename, () => console.log('the file has been read'));
setImmediate(() => console.log('an immediate'));
function poll() {
  if (++ticks >= 20_000 && process.cpuUsage(begin).user >= 150_000) console.log('polled enough');
  else process.nextTick(poll);
}
poll();
