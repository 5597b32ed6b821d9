// expect: race.atomicity 29,31
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** Each porter has a trolley for himself; the tally of all of them belongs to nobody. */
class Trolley {
  loads = 0;
}

const stand = [new Trolley(), new Trolley()];
const tally = { bags: 0 };

async function take() {
  while (stand.length === 0) await sleep(1);
  return stand.shift();
}

async function weigh(bags) {
  await sleep(2);
  return bags;
}

async function carry(bags, after) {
  await sleep(after);
  const trolley = await take();
  const loads = trolley.loads;
  await sleep(3);
  trolley.loads = loads + 1;
  const before = tally.bags;
  const more = await weigh(bags);
  tally.bags = before + more;
  stand.push(trolley);
}

async function main() {
  await Promise.all([carry(2, 0), carry(3, 14), carry(4, 15), carry(1, 40)]);
  console.log(tally.bags);
}

main();
