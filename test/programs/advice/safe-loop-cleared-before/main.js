// expect: nothing
// never: loop.blocked
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// The claim is given up before the sum is made.
const claim = { renewed: 0 };
const renewing = setInterval(() => claim.renewed++, 40);

function release() {
  clearInterval(renewing);
}

function sum(rows) {
  let total = 0;
  const begin = process.cpuUsage();
  while (process.cpuUsage(begin).user < 400_000) for (const row of rows) total = (total * 31 + row) | 0;
  return total;
}

async function main() {
  await sleep(100);
  release();
  const rows = Array.from({ length: 10_000 }, (_, i) => i);
  console.log(typeof sum(rows));
}

main();
