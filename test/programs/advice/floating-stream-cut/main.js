// expect: promise.floating main.js:8
'use strict';
const fs = require('node:fs');
const os = require('node:os');

// The stream is being opened when the program is ended.
function report(lines) {
  const log = fs.createWriteStream(os.devNull);
  for (const line of lines) log.write(`${line}\n`);
  log.end();
}

async function main() {
  report(['north', 'south']);
  console.log(await 'done');
  process.exit(0);
}
main();
