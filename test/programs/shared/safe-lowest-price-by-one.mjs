// expect: nothing
// One thread keeps the lowest price; the other one only looks at it.
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { once } from 'node:events';

if (isMainThread) {
  const lowest = new Int32Array(new SharedArrayBuffer(4)).fill(1e9);
  const workers = [true, false].map((offers) => new Worker(new URL(import.meta.url), { workerData: { lowest, offers } }));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  console.log(Atomics.load(lowest, 0) < 1000);
} else {
  const { lowest, offers } = workerData;
  let seen = 0;
  for (let i = 0; i < 5000; i++) {
    const price = 100 + ((i * 7919) % 10_007);
    if (!offers) seen += Atomics.load(lowest, 0) < price ? 1 : 0;
    else if (price < Atomics.load(lowest, 0)) Atomics.store(lowest, 0, price);
  }
  if (seen < 0) throw new Error('never');
}
