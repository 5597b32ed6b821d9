// expect: promise.floating main.js:20
'use strict';
const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const stored = [];

async function store(place) {
  const at = place.length;
  await sleep(300);
  stored.push(at);
}

// The stream is told at once that it may go on: at its end nothing has been stored.
const sink = new Writable({
  objectMode: true,
  write(place, encoding, callback) {
    if (place === '') return callback();
    store(place);
    callback();
  },
});

async function main() {
  await pipeline(Readable.from(['Bonn', 'Lyon', 'Porto']), sink);
  console.log(stored.length);
  process.exit(0);
}
main();
