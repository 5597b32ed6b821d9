// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// Whoever has started the import reads the sum at once, and again when there is more.
const state = { total: 0 };
async function importAll(files) {
  files.forEach(async (file) => {
    await sleep(5);
    state.total += file.length;
  });
}

async function main() {
  await importAll(['north', 'south']);
  let seen = state.total;
  while (seen < 10) {
    await sleep(5);
    seen = state.total;
  }
  console.log('imported', seen);
}
main();
