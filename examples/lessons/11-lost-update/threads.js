'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const times = process.env.LESSONS_FAST === '1' ? 20_000 : 100_000;

if (isMainThread) {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  let running = 2;
  for (let i = 0; i < 2; i++) {
    new Worker(__filename, { workerData: counter }).on('exit', () => {
      if (--running === 0) console.log('counter', counter[0] <= 2 * times);
    });
  }
} else {
  const counter = workerData;
  for (let i = 0; i < times; i++) counter[0]++;
}
