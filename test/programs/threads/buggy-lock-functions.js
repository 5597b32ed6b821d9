// expect: deadlock.actual 14,20
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const lock = (v, i) => { while (Atomics.compareExchange(v, i, 0, 1) !== 0) Atomics.wait(v, i, 1); };
const unlock = (v, i) => { Atomics.store(v, i, 0); Atomics.notify(v, i, 1); };
function rendezvous(v) {
  Atomics.add(v, 2, 1);
  Atomics.notify(v, 2);
  while (Atomics.load(v, 2) < 2) Atomics.wait(v, 2, 1, 50);
}
function debit(v) {
  lock(v, 0);
  rendezvous(v);
  lock(v, 1);
  unlock(v, 1); unlock(v, 0);
}
function credit(v) {
  lock(v, 1);
  rendezvous(v);
  lock(v, 0);
  unlock(v, 0); unlock(v, 1);
}
if (!isMainThread) {
  const v = new Int32Array(workerData.sab);
  (workerData.who ? debit : credit)(v);
} else {
  const sab = new SharedArrayBuffer(16);
  for (const who of [0, 1]) new Worker(__filename, { workerData: { sab, who } });
}
