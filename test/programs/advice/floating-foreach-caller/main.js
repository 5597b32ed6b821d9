// expect: promise.floating main.js:8
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// Whoever waits for the import reads the sum as if forEach had waited.
const state = { total: 0 };
async function importAll(files) {
  files.forEach(async (file) => {
    await sleep(5);
    state.total += file.length;
  });
}

async function main() {
  await importAll(['north', 'south']);
  console.log('imported', state.total);
}
main();
