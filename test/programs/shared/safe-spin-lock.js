// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const state = new Int32Array(workerData);
  for (let i = 0; i < 20_000; i++) {
    while (Atomics.compareExchange(state, 0, 0, 1) !== 0);
    state[1] = state[1] + 1;
    state[2 + (i & 1)] += 2;
    Atomics.store(state, 0, 0);
  }
}

async function main() {
  const shared = new SharedArrayBuffer(16);
  const ends = [0, 1, 2].map(() => new Promise((resolve) => new Worker(__filename, { workerData: shared }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('counted', new Int32Array(shared)[1]);
}

if (isMainThread) main();
else work();
