// expect: promise.floating main.js:10
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const stock = { bolt: 40, nut: 12, pin: 7 };

async function levels(names) {
  const found = new Map();
  let checked = 0;
  names.forEach(async (name) => {
    await sleep(5);
    found.set(name, stock[name]);
    checked++;
  });
  return { found, checked };
}

async function main() {
  const { found, checked } = await levels(Object.keys(stock));
  console.log(`${found.size} of ${checked} parts`);
}
main();
