// expect: race.shared-memory 14
// Two threads keep the lowest price: each looks, and stores what is lower. What the other one stores in between can be lower still.
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
    if (price < Atomics.load(lowest, 0)) Atomics.store(lowest, 0, price);
  };
  for (let i = 0; i < 5000; i++) offer(100 + ((i * 7919 * step) % 10_007));
  parentPort.postMessage('done');
}
