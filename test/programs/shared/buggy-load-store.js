// expect: race.shared-memory 23
// Both are Atomics operations, but what comes between the two is lost.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

async function main() {
  const shared = new SharedArrayBuffer(8);
  const counts = new Int32Array(shared);
  const ends = [1, 2].map(
    (step) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, step } }).on('exit', resolve)),
  );
  await Promise.all(ends);
  console.log(Atomics.load(counts, 0) > 0, Atomics.load(counts, 1) > 0);
}

if (isMainThread) main();
else {
  const { shared, step } = workerData;
  const counts = new Int32Array(shared);
  for (let i = 0; i < 500; i++) {
    const seen = Atomics.load(counts, 0);
    const next = seen + step;
    Atomics.store(counts, 0, next);
    Atomics.add(counts, 1, step);
  }
}
