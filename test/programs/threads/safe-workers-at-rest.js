// expect: nothing
'use strict';
// The worker sleeps until its parent, which is busy otherwise, has the next number for it; who had set it to sleep before has ended.
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const cells = new Int32Array(workerData.sab);
  if (workerData.first) {
    Atomics.store(cells, 0, 1);
  } else {
    Atomics.wait(cells, 0, 1);
    console.log('woken by', Atomics.load(cells, 0));
  }
} else {
  const sab = new SharedArrayBuffer(8);
  const cells = new Int32Array(sab);
  const first = new Worker(__filename, { workerData: { sab, first: true } });
  first.on('exit', () => {
    new Worker(__filename, { workerData: { sab, first: false } });
    setTimeout(() => {
      Atomics.store(cells, 0, 2);
      Atomics.notify(cells, 0, 1);
    }, 2200);
  });
}
