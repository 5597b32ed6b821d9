// expect: race.atomicity 24,27
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** Loan laptops: the wear is written down after the laptop is back on the shelf, where the next one may have taken it. */
class Laptop {
  wear = 0;
}

const shelf = [new Laptop(), new Laptop()];

async function assess(hours) {
  await sleep(3);
  return hours * 2;
}

async function lend(hours, after) {
  await sleep(after);
  while (shelf.length === 0) await sleep(1);
  const laptop = shelf.pop();
  const start = laptop.wear;
  await sleep(hours);
  shelf.push(laptop);
  const before = laptop.wear;
  if (before < start) throw new Error('wear never shrinks');
  const added = await assess(hours);
  laptop.wear = before + added;
}

async function main() {
  await Promise.all([lend(2, 0), lend(3, 6), lend(1, 30), lend(2, 60), lend(2, 64)]);
  console.log(shelf.length);
}

main();
