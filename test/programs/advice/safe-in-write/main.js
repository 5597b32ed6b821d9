// expect: nothing
// never: promise.floating
'use strict';
const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const stored = [];

async function store(place) {
  await sleep(10);
  stored.push(place.length);
}

// The stream goes on when it has been stored; what only looks how far it has come may be cut off.
async function watch() {
  for (;;) {
    await sleep(3);
    if (stored.length > 99) return;
  }
}

let watched = false;
const sink = new Writable({
  objectMode: true,
  write(place, encoding, callback) {
    if (!watched) watch();
    watched = true;
    store(place).then(() => callback(), callback);
  },
});

async function main() {
  await pipeline(Readable.from(['Bonn', 'Lyon', 'Porto']), sink);
  console.log(stored.length);
  process.exit(0);
}
main();
