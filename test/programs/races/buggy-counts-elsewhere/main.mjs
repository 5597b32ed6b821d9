// expect: race.atomicity tally.mjs:16,tally.mjs:12,tally.mjs:7
// A tally is printed and then begun anew: what is sold while the printer runs is in no report.
import { setTimeout as delay } from 'node:timers/promises';
import { Tally } from './tally.mjs';

const printed = [];
const print = async (text) => {
  await delay(10);
  printed.push(text);
};

const tally = new Tally();
async function evening() {
  const { cups, mean } = tally.report();
  await print(`${cups} cups, ${mean} each`);
  tally.restart();
}

tally.sell(3);
const done = evening();
await delay(3);
tally.sell(5);
await done;
console.log(printed.length, tally.report().cups);
