'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const lockA = new Mutex();
const lockB = new Mutex();

async function work(name, first, second) {
  await first.runExclusive(async () => {
    console.log(name, 'has its first lock');
    await sleep(20);
    await second.runExclusive(() => console.log(name, 'has both'));
  });
}

async function main() {
  const later = sleep(300).then(() => work('two', lockB, lockA));
  await Promise.all([work('one', lockA, lockB), later]);
  console.log('done');
}

main();
