// expect: none exit 0
'use strict';
// a once flag and a lock, in both orders
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const lock = (v, i) => { while (Atomics.compareExchange(v, i, 0, 1) !== 0) Atomics.wait(v, i, 1); };
const unlock = (v, i) => { Atomics.store(v, i, 0); Atomics.notify(v, i, 1); };
if (!isMainThread) {
  const v = new Int32Array(workerData.sab);
  for (let k = 0; k < 5; k++) {
    if (Atomics.compareExchange(v, 4, 0, 1) === 0) { lock(v, 0); v[1] = 7; unlock(v, 0); }
    lock(v, 0);
    if (Atomics.compareExchange(v, 5, 0, 1) === 0) v[2] = 8;
    unlock(v, 0);
    for (;;) { const n = Atomics.load(v, 6); if (Atomics.compareExchange(v, 6, n, n + 1) === n) break; }
  }
} else {
  const sab = new SharedArrayBuffer(64);
  for (let me = 0; me < 3; me++) new Worker(__filename, { workerData: { sab } });
}
