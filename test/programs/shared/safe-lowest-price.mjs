// expect: nothing
// Two threads keep the lowest price: each looks again when another one has stored in between.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { once } from 'node:events';

if (isMainThread) {
  const lowest = new Int32Array(new SharedArrayBuffer(4)).fill(1e9);
  const workers = [3, 8].map((step) => new Worker(new URL(import.meta.url), { workerData: { lowest, step } }));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  console.log(Atomics.load(lowest, 0) < 1000);
} else {
  const { lowest, step } = workerData;
  const offer = (price) => {
    let known = Atomics.load(lowest, 0);
    while (price < known) {
      const found = Atomics.compareExchange(lowest, 0, known, price);
      if (found === known) return;
      known = found;
    }
  };
  for (let i = 0; i < 5000; i++) offer(100 + ((i * 7919 * step) % 10_007));
  parentPort.postMessage('done');
}
