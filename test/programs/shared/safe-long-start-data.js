// expect: nothing
// Start data with a long list between two buffers: each worker has buffers of its own, as long as those of the other.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const bins = new Uint32Array(workerData.bins);
  const rest = new Uint32Array(workerData.rest);
  for (let i = 0; i < 400_000; i++) {
    const slot = workerData.words[i % 5000].length;
    bins[slot]++;
    rest[i % 16]++;
  }
}

function main() {
  const made = [0, 1].map(() => ({ bins: new SharedArrayBuffer(64), rest: new SharedArrayBuffer(64) }));
  const words = Array.from({ length: 5000 }, (_, i) => 'x'.repeat(i % 11));
  let left = 2;
  for (const { bins, rest } of made) {
    new Worker(__filename, { workerData: { bins, words, rest } }).on('exit', () => {
      if (--left === 0) console.log('counted', made.length);
    });
  }
}

if (isMainThread) main();
else work();
