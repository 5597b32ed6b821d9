'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const mutex = new Mutex();
let counter = 5;

// The wait stays between read and write, but nobody else comes in meanwhile.
async function increment(name) {
  await mutex.runExclusive(async () => {
    const value = counter;
    console.log(name, 'reads', value);
    await sleep(20);
    counter = value + 1;
    console.log(name, 'writes', counter);
  });
}

async function main() {
  await Promise.all([increment('first'), increment('second')]);
  console.log('counter', counter);
}

main();
