// expect: nothing
'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: delay } = require('node:timers/promises');

const mutex = new Mutex();
let counter = 0;

async function increment(by) {
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
