// expect: worker.clone-cost@info main.js:11
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (sum) => {
    console.log('sum', sum);
    worker.terminate();
  });
  worker.postMessage({ name: 'picture', pixels: new Uint8Array(4_000_000).fill(1) });
} else {
  parentPort.on('message', ({ pixels }) => parentPort.postMessage(pixels.reduce((sum, p) => sum + p, 0)));
}
