// expect: none exit 0
'use strict';
// both orders, but always under a third lock
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const lock = (v, i) => { while (Atomics.compareExchange(v, i, 0, 1) !== 0) Atomics.wait(v, i, 1); };
const unlock = (v, i) => { Atomics.store(v, i, 0); Atomics.notify(v, i, 1); };
if (!isMainThread) {
  const v = new Int32Array(workerData.sab);
  const [a, b] = workerData.order;
  for (let i = 0; i < 10; i++) {
    lock(v, 2); lock(v, a); lock(v, b);
    v[3]++;
    unlock(v, b); unlock(v, a); unlock(v, 2);
  }
} else {
  const sab = new SharedArrayBuffer(16);
  for (const order of [[0, 1], [1, 0]]) new Worker(__filename, { workerData: { sab, order } });
}
