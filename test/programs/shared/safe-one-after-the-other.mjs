// expect: nothing
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

function work() {
  const cells = new Uint16Array(workerData);
  for (let i = 0; i < 10_000; i++) cells[i & 63] = cells[i & 63] + 1;
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(128);
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => new Worker(fileURLToPath(import.meta.url), { workerData: shared }).on('exit', resolve));
  }
  console.log('counted', new Uint16Array(shared).reduce((a, b) => a + b));
} else work();
