// expect: promise.floating main.js:9
'use strict';
const { setTimeout: sleep } = require('timers/promises');
async function save(row, rows) {
  await sleep(40);
  rows.push(row);
}
async function importAll(list, rows) {
  list.forEach(async (row) => {
    await save(row, rows);
  });
  return list.length;
}
async function main() {
  const rows = [];
  console.log('imported', await importAll([1, 2, 3, 4], rows));
  process.exit(0);
}
main();
