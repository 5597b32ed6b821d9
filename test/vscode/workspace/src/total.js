'use strict';
// Three calls add to one total; two of the sums are lost.
const cart = { total: 0 };
async function price(amount) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return amount;
}
async function add(amount) {
  cart.total += await price(amount);
}
void Promise.all([add(1), add(2), add(3)]).then(() => console.log('total', cart.total));
