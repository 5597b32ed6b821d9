// expect: nothing
// A tally is taken and begun anew in one step, and then printed.
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
  tally.restart();
  await print(`${cups} cups, ${mean} each`);

}

tally.sell(3);
const done = evening();
await delay(3);
tally.sell(5);
await done;
console.log(printed.length, tally.report().cups);
