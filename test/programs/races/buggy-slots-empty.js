// expect: race.order.use-before-init 11
// The list is filled while it is used.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const slots = [];
async function fill() {
  await delay(8);
  slots[0] = { limit: 3 };
}
async function take() {
  if (slots[0].limit < 3) return;
  await delay(8);
  console.log('taken');
}
async function main() {
  await take().catch(({ name }) => console.log(name));
}
setTimeout(fill, 1);
setTimeout(main, 2);
