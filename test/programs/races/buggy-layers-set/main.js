// expect: race.atomicity 9,7,rows.js:8
// A layer between hands on what is called as the methods of a Map are.
'use strict';
const stock = require('./stock');

async function take(id, pieces) {
  const row = await stock.get(id);
  row.pieces -= pieces;
  await stock.set(id, row);
}

Promise.all([take('tea', 1), take('tea', 2)]).then(() => console.log('done'));
