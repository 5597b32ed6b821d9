// expect: promise.all-fail-fast main.js:19
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const order = { status: 'new' };

async function reserve() {
  await sleep(10);
  throw new Error('out of stock');
}
async function charge() {
  await sleep(20);
  await sleep(20);
  order.status = 'paid';
}

async function main() {
  try {
    await Promise.all([reserve(), charge()]);
  } catch {
    order.status = 'failed';
  }
  console.log('told the customer:', order.status);
  await sleep(60);
  console.log('in the end:', order.status === 'new');
}
main();
