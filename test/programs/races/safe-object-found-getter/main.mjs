// expect: nothing
// A ship that finds its berth taken when it has been piloted in is shown another one.
import { setTimeout as sleep } from 'node:timers/promises';
import { Berth } from './berth.mjs';
import { Harbour } from './harbour.mjs';
const harbour = new Harbour().build(new Berth(1)).build(new Berth(2));
async function pilot() {
  await sleep(25);
}
async function arrive(ship) {
  for (;;) {
    const berth = harbour.free();
    if (!berth) return 'roads';
    await pilot();
    if (berth.moor(ship)) return berth.number;
  }
}
console.log(await Promise.all([arrive('elbe'), arrive('weser')]));
