'use strict';
const { Mutex } = require('async-mutex');
let balance = 100;
const mutex = new Mutex();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function withdraw(amount) {
  await mutex.runExclusive(async () => {
    const old = balance;
    await pause(5);
    balance = old - amount;
  });
}
module.exports = { withdraw, read: () => balance };
