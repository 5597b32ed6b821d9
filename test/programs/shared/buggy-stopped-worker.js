// expect: race.shared-memory 10,20
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

// The worker is stopped in the middle of the step in which it has set the flag: what it did there is known all the same.
function work() {
  const cells = new Int32Array(workerData);
  let seed = 1;
  for (let i = 0; i < 1000; i++) seed = (seed * 7919) % 10_007;
  cells[0] = seed;
  for (;;) seed = (seed * 7919) % 10_007;
}

function main() {
  const cells = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: cells.buffer });
  let looks = 0;
  const poll = setInterval(() => {
    looks++;
    if (cells[0] === 0) return;
    clearInterval(poll);
    console.log('found', looks > 0);
    worker.terminate();
  }, 2);
}

if (isMainThread) main();
else work();
