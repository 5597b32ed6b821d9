// expect: worker.spawn-per-task@info main.js:7
'use strict';
const { Worker } = require('node:worker_threads');

function square(n) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('const w = require("node:worker_threads"); w.parentPort.postMessage(w.workerData ** 2);', { eval: true, workerData: n });
    worker.once('message', resolve).once('error', reject);
  });
}

async function main() {
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += await square(i);
  console.log('sum', sum);
}
main();
