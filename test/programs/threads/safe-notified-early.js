// expect: nothing
// The starting signal stays up once it is given: who ties his shoes first sees it later.
'use strict';
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const runner = new Worker(__filename, { workerData: signal });
  runner.once('message', () => {
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
    runner.on('message', (text) => console.log(text));
  });
} else {
  parentPort.postMessage('here');
  setTimeout(() => {
    Atomics.wait(workerData, 0, 0);
    parentPort.postMessage('runs');
  }, 300);
}
