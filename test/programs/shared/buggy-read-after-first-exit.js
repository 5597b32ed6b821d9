// expect: race.shared-memory 10,16
// Each exit is taken for the last.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

if (isMainThread) {
  const view = new Int32Array(new SharedArrayBuffer(8));
  const workers = [0, 1].map(() => new Worker(__filename, { workerData: view }));
  for (const worker of workers) {
    worker.on('exit', () => console.log(view[1] > 0));
  }
} else {
  const change = () => {
    while (Atomics.compareExchange(workerData, 0, 0, 1) !== 0) Atomics.wait(workerData, 0, 1);
    const before = workerData[1];
    workerData[1] = before + 1;
    Atomics.store(workerData, 0, 0);
    Atomics.notify(workerData, 0, 1);
  };
  for (let i = 0; i < 50; i++) change();
}
