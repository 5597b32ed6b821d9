'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

// One queue for everybody who needs more than one thing: nobody holds anything while waiting.
const queue = new Mutex();

async function work(name, first, second) {
  await queue.runExclusive(async () => {
    console.log(name, 'has', first);
    await sleep(20);
    console.log(name, 'has', second, 'as well');
  });
}

async function main() {
  await Promise.all([work('one', 'A', 'B'), work('two', 'B', 'A')]);
  console.log('done');
}

main();
