// expect: deadlock.actual 16
// The starting signal is given as soon as the runners are there: who ties his shoes first never hears it.
'use strict';
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const runner = new Worker(__filename, { workerData: signal });
  runner.once('message', () => {
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
