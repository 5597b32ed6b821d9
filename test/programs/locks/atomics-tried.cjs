// expect: none exit 0
'use strict';
// takes the second lock only if it is free, else starts again
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const lock = (v, i) => { while (Atomics.compareExchange(v, i, 0, 1) !== 0) Atomics.wait(v, i, 1); };
const tryLock = (v, i) => Atomics.compareExchange(v, i, 0, 1) === 0;
const unlock = (v, i) => { Atomics.store(v, i, 0); Atomics.notify(v, i, 1); };
if (!isMainThread) {
  const v = new Int32Array(workerData.sab);
  const [a, b] = workerData.order;
  for (let k = 0; k < 10; ) {
    lock(v, a);
    if (tryLock(v, b)) { v[2]++; k++; unlock(v, b); }
    unlock(v, a);
  }
} else {
  const sab = new SharedArrayBuffer(12);
  for (const order of [[0, 1], [1, 0]]) new Worker(__filename, { workerData: { sab, order } });
}
