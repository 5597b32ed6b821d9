// expect: promise.floating main.js:16
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');

async function keep(rows) {
  await fs.writeFile(os.devNull, rows.join('\n'));
}
async function load() {
  await null;
  return ['north', 'south'];
}
// A step of a chain forgets to return its promise: the next one ends the process.
load()
  .then((rows) => {
    keep(rows);
  })
  .then(() => process.exit(0));
