// expect: nothing
// The board of a bureau has its day from the start, in another file; a newer one comes later.
const { setTimeout: sleep } = require('node:timers/promises');
const { board } = require('./rates.js');

async function show() {
  await sleep(4);
  console.log(typeof board.day.name, board.names.join('').length > 0);
}

async function renew() {
  await sleep(60);
  board.day = { name: 'Tuesday' };
  board.names = ['euro'];
}

Promise.all([show(), renew()]).then(show);
