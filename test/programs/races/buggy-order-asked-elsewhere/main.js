// expect: lock.order-inversion shelving.js:10,shelving.js:17
'use strict';
const { move, count } = require('./shelving.js');

async function main() {
  await move('a7', 'b2');
  console.log(await count());
}
Promise.all([main(), new Promise((resolve) => setTimeout(resolve, 400)).then(count)]);
