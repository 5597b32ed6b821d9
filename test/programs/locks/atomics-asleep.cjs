// expect: deadlock.actual 11,26 exit 0
// The worker sleeps until the configuration is there; who puts it there only stores the flag. A service goes on beside it.
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const READY = 0;
const LIMIT = 1;

/** @param {Int32Array} shared */
function publish(shared, limit) {
  shared[LIMIT] = limit;
  Atomics.store(shared, READY, 1);
}

if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: shared });
  const beat = setInterval(() => process.stdout.write(''), 100);
  worker.on('message', (limit) => console.log('limit', limit));
  worker.once('online', () => setTimeout(publish, 200, shared, 5));
  setTimeout(() => {
    clearInterval(beat);
    worker.terminate();
    console.log('closed');
  }, 900);
} else {
  Atomics.wait(workerData, READY, 0);
  require('node:worker_threads').parentPort.postMessage(workerData[LIMIT]);
}
