// expect: nothing
// Each ship has its berth reserved in the step in which it is shown to it, and leaves it later to another one.
import { setTimeout as sleep } from 'node:timers/promises';
import { Berth } from './berth.mjs';
import { Harbour } from './harbour.mjs';
const harbour = new Harbour().build(new Berth(1)).build(new Berth(2));
async function pilot() {
  await sleep(25);
}
async function arrive(ship, after = 0) {
  await sleep(after);
  const berth = harbour.free();
  if (!berth) return 'roads';
  berth.reserve();
  await pilot();
  berth.moor(ship);
  await sleep(20);
  berth.leave();
  return berth.number;
}
console.log(await Promise.all([arrive('elbe'), arrive('weser'), arrive('oder', 150), arrive('spree', 160)]));
