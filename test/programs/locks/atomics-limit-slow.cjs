// expect: none exit 0
// The main thread waits with a limit, sleeps, and is told how far the worker is: nothing that the worker does waits for an answer.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: state.buffer });
  worker.on('message', (text) => console.log(text));
  console.log(Atomics.wait(state, 0, 0, 10_000));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
} else {
  const state = new Int32Array(workerData);
  parentPort.postMessage('begun');
  setTimeout(() => {
    Atomics.store(state, 0, 1);
    Atomics.notify(state, 0);
  }, 800);
}
