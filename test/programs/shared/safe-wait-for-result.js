// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const cells = workerData;
  for (let i = 1; i < cells.length; i++) cells[i] = i * 3;
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
}

function main() {
  const cells = new Int32Array(new SharedArrayBuffer(400));
  new Worker(__filename, { workerData: cells });
  while (Atomics.load(cells, 0) === 0) Atomics.wait(cells, 0, 0, 1000);
  let sum = 0;
  for (let i = 1; i < cells.length; i++) sum += cells[i];
  console.log('sum', sum);
}

if (isMainThread) main();
else work();
