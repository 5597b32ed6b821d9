// expect: nothing
// never: io.no-timeout
// stop-after: 6
'use strict';
// A command that asks nobody outside of the program: it waits until a file beside it is changed.
const { EventEmitter } = require('node:events');
const { watch } = require('node:fs');
const { promisify } = require('node:util');

const desk = new EventEmitter();
const shell = { execute: promisify((name, done) => desk.once(name, (answer) => done(null, answer))) };

async function main() {
  console.log(await shell.execute('change'));
}

watch(__dirname, (event, file) => desk.emit(event, file));
main();
