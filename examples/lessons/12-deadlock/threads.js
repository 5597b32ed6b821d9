'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

// A lock is a number in shared memory: 0 free, 1 taken. Another number counts the threads that have their first lock.
const [A, B, READY] = [0, 1, 2];

function lock(shared, which) {
  while (Atomics.compareExchange(shared, which, 0, 1) !== 0) Atomics.wait(shared, which, 1);
}

function unlock(shared, which) {
  Atomics.store(shared, which, 0);
  Atomics.notify(shared, which, 1);
}

if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(12));
  for (const order of [
    [A, B],
    [B, A],
  ]) {
    new Worker(__filename, { workerData: { shared, order } });
  }
} else {
  const { shared, order } = workerData;
  const [first, second] = order;
  lock(shared, first);
  // Not before the other has its first lock, too.
  Atomics.add(shared, READY, 1);
  while (Atomics.load(shared, READY) < 2);
  lock(shared, second);
  console.log('both');
  unlock(shared, second);
  unlock(shared, first);
}
