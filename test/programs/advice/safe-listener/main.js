// expect: nothing
'use strict';
const { EventEmitter } = require('node:events');
const { readFile } = require('node:fs/promises');

class Till extends EventEmitter {
  async close() {
    this.emit('closing');
    for (const amount of [10, 20]) {
      await readFile(__filename);
      this.emit('sold', amount);
    }
    this.emit('closed');
  }
}

const till = new Till();
const jobs = [];
let booked = 0;
async function book(amount) {
  for (let i = 0; i < 50; i++) await readFile(__filename);
  booked += amount;
}
till.on('sold', (amount) => jobs.push(book(amount)));
// Looks again and again until the end.
till.on('closing', async () => {
  while (booked < 1e9) await new Promise((resolve) => setImmediate(resolve));
});
till.on('closed', async () => {
  await Promise.all(jobs);
  console.log(booked);
  process.exit(0);
});

async function main() {
  await till.close();
  setTimeout(() => {}, 60_000);
}
main();
