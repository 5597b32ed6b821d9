// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

// 0 free, 1 taken, 2 taken and waited for
function lock(state) {
  let seen = Atomics.compareExchange(state, 0, 0, 1);
  while (seen !== 0) {
    if (seen === 2 || Atomics.compareExchange(state, 0, 1, 2) !== 0) Atomics.wait(state, 0, 2);
    seen = Atomics.compareExchange(state, 0, 0, 2);
  }
}

function unlock(state) {
  if (Atomics.sub(state, 0, 1) !== 1) {
    Atomics.store(state, 0, 0);
    Atomics.notify(state, 0, 1);
  }
}

function work() {
  const state = new Int32Array(workerData);
  for (let i = 0; i < 2000; i++) {
    lock(state);
    state[1] = state[1] + 1;
    unlock(state);
  }
}

async function main() {
  const shared = new SharedArrayBuffer(8);
  const ends = [0, 1, 2].map(() => new Promise((resolve) => new Worker(__filename, { workerData: shared }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('counted', new Int32Array(shared)[1]);
}

if (isMainThread) main();
else work();
