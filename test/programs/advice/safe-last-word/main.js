// expect: nothing
// never: promise.floating
'use strict';
const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const totals = { litres: 0, told: 0 };

async function book(litres) {
  await sleep(20);
  totals.litres += litres;
}
// How often it was told is of interest to nobody here.
async function tell(what) {
  await sleep(10);
  totals.told += what.length;
}

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
    tell('closing time');
    book(takeOpen()).then(() => callback(), callback);
  },
});

async function main() {
  await pipeline(Readable.from([5, 10, 20, 40]), till);
  console.log(totals.litres);
}
main();
