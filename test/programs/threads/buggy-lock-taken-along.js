// expect: deadlock.actual 7
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const cells = new Int32Array(workerData.sab);
  while (Atomics.compareExchange(cells, 0, 0, 1) !== 0) {
    Atomics.wait(cells, 0, 1);
  }
  if (workerData.step > 0) cells[1] += workerData.step;
  else throw new RangeError('no step');
  Atomics.store(cells, 0, 0);
  Atomics.notify(cells, 0, 1);
} else {
  const sab = new SharedArrayBuffer(8);
  const count = (step) =>
    new Promise((resolve) => {
      const worker = new Worker(__filename, { workerData: { sab, step } });
      worker.on('error', (error) => console.log(error.message));
      worker.on('exit', resolve);
    });
  count(1)
    .then(() => count(0))
    .then(() => count(2))
    .then(() => console.log('counted', new Int32Array(sab)[1]));
}
