// expect: race.check-then-act 14,11
// Two ships are shown the same free berth, are piloted in, and moor there.
import { setTimeout as sleep } from 'node:timers/promises';
import { Berth } from './berth.mjs';
import { Harbour } from './harbour.mjs';
const harbour = new Harbour().build(new Berth(1)).build(new Berth(2));
async function pilot() {
  await sleep(25);
}
async function arrive(ship) {
  const berth = harbour.free();
  if (!berth) return 'roads';
  await pilot();
  berth.moor(ship);
  return berth.number;
}
console.log(await Promise.all([arrive('elbe'), arrive('weser')]));
