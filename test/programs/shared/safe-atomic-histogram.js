// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const bins = new Int32Array(workerData);
  for (let i = 0; i < 20_000; i++) Atomics.add(bins, i & 7, 1);
}

async function main() {
  const shared = new SharedArrayBuffer(32);
  const ends = [0, 1].map(() => new Promise((resolve) => new Worker(__filename, { workerData: shared }).on('exit', resolve)));
  await Promise.all(ends);
  const bins = new Int32Array(shared);
  let total = 0;
  for (let i = 0; i < bins.length; i++) total += bins[i];
  console.log('counted', total);
}

if (isMainThread) main();
else work();
