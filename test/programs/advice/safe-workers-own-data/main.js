// expect: nothing
'use strict';
// Each thread is given its work when it is started, does that and ends: none of them waits for any.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function trace(depth) {
  return depth < 2 ? 1 : trace(depth - 1) + trace(depth - 2);
}

function render(scene) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: scene });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

async function main() {
  const pictures = await Promise.all([20, 21, 22, 23, 20, 21].map((depth) => render({ depth })));
  console.log(pictures.length);
}

if (isMainThread) main();
else setTimeout(() => parentPort.postMessage(trace(workerData.depth)), 0);
