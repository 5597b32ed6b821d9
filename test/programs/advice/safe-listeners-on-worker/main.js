// expect: nothing
'use strict';
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

// All listen from the start, and as long as there is the worker.
const worker = new Worker(`const { parentPort: port } = require('node:worker_threads'); port.on('message', (n) => port.postMessage(n * n));`, { eval: true });
worker.setMaxListeners(0);
const sums = new Array(20).fill(0);
for (let i = 0; i < sums.length; i++) worker.on('message', (n) => (sums[i] += n % (i + 1)));

async function main() {
  for (let n = 0; n < 20; n++) {
    worker.postMessage(n);
    await once(worker, 'message');
  }
  await worker.terminate();
  console.log(sums.length);
}

main();
