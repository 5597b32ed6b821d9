// expect: none exit 0
'use strict';
// the second thread begins when the first says so
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const lock = (v, i) => { while (Atomics.compareExchange(v, i, 0, 1) !== 0) Atomics.wait(v, i, 1); };
const unlock = (v, i) => { Atomics.store(v, i, 0); Atomics.notify(v, i, 1); };
if (!isMainThread) {
  const v = new Int32Array(workerData.sab);
  const [a, b] = workerData.order;
  if (workerData.second) Atomics.wait(v, 3, 0);
  lock(v, a); lock(v, b); v[2]++; unlock(v, b); unlock(v, a);
  if (!workerData.second) { Atomics.store(v, 3, 1); Atomics.notify(v, 3); }
} else {
  const sab = new SharedArrayBuffer(16);
  new Worker(__filename, { workerData: { sab, order: [0, 1] } });
  new Worker(__filename, { workerData: { sab, order: [1, 0], second: true } });
}
