'use strict';
const { E_TIMEOUT, Mutex, withTimeout } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const lockA = withTimeout(new Mutex(), 100);
const lockB = withTimeout(new Mutex(), 100);

// Whoever does not get the second lock in time gives back the first, and tries again later.
async function work(name, first, second, pause) {
  for (;;) {
    try {
      await first.runExclusive(async () => {
        console.log(name, 'has its first lock');
        await sleep(20);
        await second.runExclusive(() => console.log(name, 'has both'));
      });
      return;
    } catch (error) {
      if (error !== E_TIMEOUT) throw error;
      console.log(name, 'gives way');
      await sleep(pause);
    }
  }
}

async function main() {
  await Promise.all([work('one', lockA, lockB, 0), work('two', lockB, lockA, 200)]);
  console.log('done');
}

main();
