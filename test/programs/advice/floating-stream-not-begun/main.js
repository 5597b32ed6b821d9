// expect: promise.floating main.js:8
'use strict';
const fs = require('node:fs');
const os = require('node:os');

// The program is ended in the step in which the stream was made.
function report(lines) {
  const log = fs.createWriteStream(os.devNull);
  for (const line of lines) log.write(`${line}\n`);
  log.end();
}

report(['north', 'south']);
process.exit(0);
