// expect: loop.blocked main.js:16
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// The claim is to be renewed every 40 ms. It never is while the sum is made, behind which it is given up.
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
  const rows = Array.from({ length: 10_000 }, (_, i) => i);
  console.log(typeof sum(rows));
  release();
}

main();
