// expect: nothing
// As the twin, but what is there is read when nothing is waited for any more.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const shop = {};
async function sell(count) {
  await delay(5);
  const before = shop.sold;
  shop.sold = before + count;
}
function main() {
  shop.sold = 0;
  return Promise.all([sell(1), sell(2)]);
}
main().then(() => console.log(Object.keys(shop)));
