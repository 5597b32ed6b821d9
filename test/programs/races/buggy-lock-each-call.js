// expect: race.atomicity 12,14
'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: delay } = require('node:timers/promises');

let counter = 0;

async function increment(by) {
  const mutex = new Mutex();
  const release = await mutex.acquire();
  try {
    const seen = counter;
    await delay(by);
    counter = seen + by;
  } finally {
    release();
  }
}

Promise.all([increment(1), increment(2), increment(3)]).then(() => console.log(counter));
