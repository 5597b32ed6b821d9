// expect: worker.spawn-per-task@info main.js:9
'use strict';
const fs = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

// Each is started as soon as the one before has told its result.
function size(file) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: file });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

async function main() {
  const sizes = [];
  for (let i = 0; i < 6; i++) sizes.push(await size(__filename));
  console.log(sizes.length);
}

if (isMainThread) main();
else parentPort.postMessage(fs.statSync(workerData).size);
