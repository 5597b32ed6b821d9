// expect: race.shared-memory 16
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

function work() {
  const state = new Int32Array(workerData);
  // Both begin together.
  Atomics.add(state, 1, 1);
  while (Atomics.load(state, 1) < 2);
  for (let i = 0; i < 5000; i++) {
    while (Atomics.compareExchange(state, 0, 0, 1) !== 0);
    const step = state[2];
    Atomics.store(state, 0, 0);
    // Too late: the lock is free again.
    for (let k = 3; k < 64; k++) {
      state[k] = state[k] + step;
    }
  }
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(256);
  new Int32Array(shared)[2] = 1;
  const ends = [0, 1].map(() => new Promise((resolve) => new Worker(fileURLToPath(import.meta.url), { workerData: shared }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('done');
} else work();
