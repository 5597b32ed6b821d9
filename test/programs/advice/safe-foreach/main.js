// expect: nothing
// never: promise.floating
'use strict';
const { setTimeout: sleep } = require('timers/promises');
async function save(row, rows) {
  await sleep(40);
  rows.push(row);
}
async function importAll(list, rows) {
  await Promise.all(
    list.map(async (row) => {
      await save(row, rows);
    }),
  );
  list.forEach((row) => rows.push(row));
  return list.length;
}
async function main() {
  const rows = [];
  console.log('imported', await importAll([1, 2, 3, 4], rows));
  process.exit(0);
}
main();
