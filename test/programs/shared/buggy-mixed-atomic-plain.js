// expect: race.shared-memory 9,10
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const total = new Int32Array(workerData.shared);
  for (let i = 0; i < 100_000; i++) {
    if (workerData.atomic) Atomics.add(total, 0, 1);
    else total[0] = 0;
  }
}

async function main() {
  const shared = new SharedArrayBuffer(4);
  const ends = [true, false].map((atomic) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, atomic } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('done');
}

if (isMainThread) main();
else work();
