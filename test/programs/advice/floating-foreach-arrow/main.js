// expect: promise.floating main.js:11
// forEach throws away the promises that its callback gives, though the callback is not async itself.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');
const saved = [];
async function save(row) {
  await pause(40);
  saved.push(row);
}
async function importAll(rows) {
  rows.forEach((row) => save(row));
  return rows.length;
}
importAll([1, 2, 3]).then((count) => {
  console.log('imported', count);
  process.exit(0);
});
