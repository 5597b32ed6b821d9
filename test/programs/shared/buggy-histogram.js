// expect: race.shared-memory 9
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const bins = new Uint32Array(workerData.shared, 8, 16);
  for (let i = 0; i < 100_000; i++) {
    const bin = (i * workerData.seed) & 15;
    bins[bin] += 1;
  }
}

async function main() {
  const shared = new SharedArrayBuffer(128);
  const ends = [3, 5].map((seed) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, seed } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('bins', new Uint32Array(shared).length);
}

if (isMainThread) main();
else work();
