// expect: deadlock.actual 15 exit 0
// The main thread waits with a limit for a worker that first needs a message from it: the limit ends the wait, and nothing was done.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: state.buffer });
  worker.on('message', () => worker.postMessage(21));
  worker.once('exit', () => console.log('worker ended'));
  convert();

  function convert() {
    // 'timed-out'
    console.log(Atomics.wait(state, 0, 0, 1200));
  }
} else {
  const state = new Int32Array(workerData);
  parentPort.once('message', (n) => {
    Atomics.store(state, 0, n * 2);
    Atomics.notify(state, 0);
  });
  parentPort.postMessage('a number please');
}
