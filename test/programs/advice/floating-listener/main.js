// expect: promise.floating main.js:17
'use strict';
const { EventEmitter } = require('node:events');
const { readFile } = require('node:fs/promises');

class Till extends EventEmitter {
  async close() {
    for (const amount of [10, 20]) {
      await readFile(__filename);
      this.emit('sold', amount);
    }
  }
}

const till = new Till();
let booked = 0;
till.on('sold', async (amount) => {
  for (let i = 0; i < 50; i++) await readFile(__filename);
  booked += amount;
});

async function main() {
  await till.close();
  console.log(booked);
  process.exit(0);
}
main();
