// expect: worker.idle@info main.mjs:8
// Threads that are ES modules: that their loader reads files is no work of theirs.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

if (isMainThread) {
  const workers = Array.from({ length: 4 }, () => {
    const worker = new Worker(fileURLToPath(import.meta.url));
    worker.waiting = [];
    worker.on('message', (n) => worker.waiting.shift()(n));
    return worker;
  });
  // All keys have one length, so they all choose one thread.
  const run = (key) =>
    new Promise((resolve) => {
      const worker = workers[key.length % workers.length];
      worker.waiting.push(resolve);
      worker.postMessage(key);
    });
  const results = await Promise.all(['k1', 'k2', 'k3', 'k4', 'k5'].map(run));
  console.log(results.length);
  for (const worker of workers) await worker.terminate();
} else {
  parentPort.on('message', (key) => {
    const begin = process.cpuUsage();
    let n = key.length;
    while (process.cpuUsage(begin).user < 120_000) for (let i = 0; i < 1e5; i++) n = (n * 31 + 7) | 0;
    parentPort.postMessage(n);
  });
}
