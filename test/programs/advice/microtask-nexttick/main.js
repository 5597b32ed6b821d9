// expect: loop.microtask-starvation main.js:11
'use strict';
const fs = require('node:fs');

let left = 150_000;
fs.readFile(__filename, () => console.log('the file has been read'));
setImmediate(() => console.log('an immediate'));

function poll() {
  if (--left === 0) console.log('polled enough');
  else process.nextTick(poll);
}
poll();
