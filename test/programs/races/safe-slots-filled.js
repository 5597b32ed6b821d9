// expect: nothing
// The list has its elements from the beginning.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const slots = [3, 9];
const limits = new Int32Array([3, 9]);
async function take() {
  if (slots[0] < 3 || limits[1] < 3) return;
  await delay(8);
  if (slots[0] < 3 || limits[1] < 3) return;
  slots[0] = slots[0] - 1;
  limits[1] = limits[1] - 1;
}
async function main() {
  await take();
}
setTimeout(main, 1);
setTimeout(main, 2);
