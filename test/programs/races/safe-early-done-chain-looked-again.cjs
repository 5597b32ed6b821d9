// expect: nothing
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

const seen = [];
const note = (name) => pause(80).then(() => void seen.push(name));

// What is seen so far is shown, and shown again when there may be more.
async function visit(name) {
  await pause(1);
  note(name);
}

async function main() {
  for (const name of ['ape', 'bear']) {
    await visit(name);
    console.log(seen.length);
  }
  await pause(160);
  console.log(seen.length);
}
main();
