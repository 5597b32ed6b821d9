// expect: race.order.use-before-init 8,13; promise.unhandled 8
// The board of a bureau gets its day later than it is shown; its names stand in another file.
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

process.on('unhandledRejection', (error) => console.log(error.message));
show();
renew().then(show);
