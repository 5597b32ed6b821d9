// expect: race.shared-memory 12,19
// The first message says that half of it is there.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const memory = new SharedArrayBuffer(4096 * 4);
  const worker = new Worker(__filename, { workerData: { memory } });
  worker.once('message', () => {
    const heights = new Float32Array(memory);
    let most = 0;
    for (const height of heights) most = Math.max(most, height);
    console.log(most > 0);
  });
} else {
  const { memory } = workerData;
  const heights = new Float32Array(memory);
  for (let i = 0; i < heights.length; i++) {
    heights[i] = 1 + (i % 7);
    if (i === heights.length >> 1) parentPort.postMessage('half');
  }
}
