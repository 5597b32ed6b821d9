// expect: loop.microtask-starvation main.js:11
'use strict';
const fs = require('node:fs');

const until = Date.now() + 500;
fs.readFile(__filename, () => console.log('the file has been read'));
setImmediate(() => console.log('an immediate'));

function poll() {
  if (Date.now() >= until) console.log('polled enough');
  else process.nextTick(poll);
}
poll();
