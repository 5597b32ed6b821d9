'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

let counter = 5;

async function increment(name) {
  const value = counter;
  console.log(name, 'reads', value);
  await sleep(20);
  counter = value + 1;
  console.log(name, 'writes', counter);
}

async function main() {
  await Promise.all([increment('first'), increment('second')]);
  console.log('counter', counter);
}

main();
