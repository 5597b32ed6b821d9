// expect: worker.idle@info main.js:7
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

async function main() {
  const workers = Array.from({ length: 4 }, () => new Worker(__filename));
  workers[0].postMessage(3);
  const [square] = await once(workers[0], 'message');
  console.log('square', square);
  setTimeout(() => workers.forEach((worker) => worker.terminate()), 2000);
}

if (isMainThread) main();
else parentPort.on('message', (n) => parentPort.postMessage(n * n));
