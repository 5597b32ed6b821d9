'use strict';
let balance = 100;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function withdraw(amount) {
  const old = balance;
  await pause(5);
  balance = old - amount;
}
module.exports = { withdraw, read: () => balance };
