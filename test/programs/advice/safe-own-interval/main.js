// expect: nothing
// never: loop.blocked
// The interval has been cleared by the time that it could have run.
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
  const beat = setInterval(() => console.log('still at it'), 20);
  const found = solve(9000);
  clearInterval(beat);
  await sleep(50);
  console.log(found > 0);
}
main();
