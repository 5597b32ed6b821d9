// expect: nothing
// A layer between hands on what is called as the methods of a Map are; the calls come one after the other.
'use strict';
const stock = require('./stock');

async function take(id, pieces) {
  const row = await stock.get(id);
  row.pieces -= pieces;
  await stock.set(id, row);
}

let last = Promise.resolve();
const inTurn = (job) => (last = last.then(job));

Promise.all([inTurn(() => take('tea', 1)), inTurn(() => take('tea', 2))]).then(() => console.log('done'));
