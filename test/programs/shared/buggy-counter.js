// expect: race.shared-memory 8
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const counter = new Int32Array(workerData);
  for (let i = 0; i < 200_000; i++) {
    counter[0]++;
  }
}

async function main() {
  const shared = new SharedArrayBuffer(4);
  const ends = [0, 1].map(() => new Promise((resolve) => new Worker(__filename, { workerData: shared }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('counted', new Int32Array(shared)[0] > 0);
}

if (isMainThread) main();
else work();
