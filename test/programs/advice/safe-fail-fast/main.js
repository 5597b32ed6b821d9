// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const order = { status: 'new', steps: 0 };

async function reserve() {
  await sleep(10);
  throw new Error('out of stock');
}
async function charge() {
  await sleep(20);
  order.steps++;
}

async function main() {
  const results = await Promise.allSettled([reserve(), charge()]);
  order.status = results.every((r) => r.status === 'fulfilled') ? 'paid' : 'failed';
  try {
    await Promise.all([charge(), reserve()]);
  } catch (error) {
    console.log(error.message);
  }
  await sleep(30);
  console.log(order.status, order.steps);
}
main();
