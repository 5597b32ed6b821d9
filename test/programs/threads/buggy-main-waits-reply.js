// expect: deadlock.main-thread-blocked 17
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');
const path = require('node:path');
if (!isMainThread) {
  const done = new Int32Array(workerData.done);
  parentPort.on('message', (config) => {
    Atomics.store(done, 0, config.size);
    Atomics.notify(done, 0);
  });
  parentPort.postMessage('need config');
} else {
  const done = new SharedArrayBuffer(4);
  const worker = new Worker(path.resolve(__filename), { workerData: { done } });
  worker.on('message', () => worker.postMessage({ size: 7 }));
  const view = new Int32Array(done);
  function waitForWorker() {
    Atomics.wait(view, 0, 0);
    return view[0];
  }
  console.log(waitForWorker());
}
