'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');

const limits = process.env.LESSONS_FAST === '1' ? [5e6, 1e7, 2e7] : [5e7, 1e8, 2e8];

function sum(limit) {
  let total = 0;
  for (let i = 0; i < limit; i++) total += i;
  return total;
}

async function sumElsewhere(limit) {
  const child = fork(__filename, ['child']);
  child.send(limit);
  const [total] = await once(child, 'message');
  return total;
}

async function main() {
  const totals = await Promise.all(limits.map(sumElsewhere));
  for (const [i, total] of totals.entries()) console.log(limits[i], total);
}

if (process.argv[2] === 'child') {
  process.once('message', (limit) => process.send(sum(limit), () => process.disconnect()));
} else {
  main();
}
