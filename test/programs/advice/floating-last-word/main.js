// expect: promise.floating main.js:26
'use strict';
const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const totals = { litres: 0 };

async function book(litres) {
  await sleep(20);
  totals.litres += litres;
}

// Deliveries are booked three at a time; of what is left at the end nobody waits for the booking.
const open = [];
const takeOpen = () => open.splice(0).reduce((sum, litres) => sum + litres, 0);
const till = new Writable({
  objectMode: true,
  write(litres, encoding, callback) {
    open.push(litres);
    if (open.length < 3) callback();
    else book(takeOpen()).then(() => callback(), callback);
  },
  final(callback) {
    if (open.length > 0) {
      book(takeOpen());
    }
    callback();
  },
});

async function main() {
  await pipeline(Readable.from([5, 10, 20, 40]), till);
  console.log(totals.litres);
}
main();
