// expect: race.atomicity 9
// What they share is set up in the step in which they begin, and never looked at again.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const shop = {};
async function sell(count) {
  const before = shop.sold;
  await delay(5);
  shop.sold = before + count;
}
function main() {
  shop.sold = 0;
  return Promise.all([sell(1), sell(2)]);
}
main().then(() => console.log(Object.keys(shop)));
