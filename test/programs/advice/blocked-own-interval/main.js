// expect: loop.blocked main.js:7 | loop.blocked main.js:8 | loop.blocked main.js:6
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

function solve(size) {
  let found = 0;
  for (let a = 1; a < size; a++) {
    for (let b = a; b < size; b++) if (Number.isInteger(Math.hypot(a, b))) found++;
  }
  return found;
}

async function main() {
  await sleep(10);
  let beats = 0;
  const beat = setInterval(() => beats++, 20);
  const found = solve(9000);
  await sleep(50);
  clearInterval(beat);
  console.log(found > 0, beats > 0);
}
main();
