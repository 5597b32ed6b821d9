// expect: race.shared-memory 10
// Start data with a long list: it is not looked through to its end, but the memory stands in front of it.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const bins = new Uint32Array(workerData.bins);
  for (let i = 0; i < 400_000; i++) {
    const slot = workerData.words[i % 5000].length;
    bins[slot]++;
  }
}

function main() {
  const bins = new SharedArrayBuffer(64);
  const words = Array.from({ length: 5000 }, (_, i) => 'x'.repeat(i % 11));
  let left = 2;
  for (let i = 0; i < 2; i++) {
    new Worker(__filename, { workerData: { bins, words } }).on('exit', () => {
      if (--left === 0) console.log('counted', new Uint32Array(bins).length);
    });
  }
}

if (isMainThread) main();
else work();
