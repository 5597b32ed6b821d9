// expect: deadlock.main-thread-blocked 12
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');
if (!isMainThread) {
  const view = new Int32Array(workerData);
  parentPort.once('message', () => Atomics.store(view, 0, 1));
} else {
  const sab = new SharedArrayBuffer(4);
  const view = new Int32Array(sab);
  const worker = new Worker(__filename, { workerData: sab });
  worker.on('online', () => worker.postMessage('go'));
  setTimeout(() => {
    while (Atomics.load(view, 0) === 0);
    console.log('done');
  }, 0);
}
