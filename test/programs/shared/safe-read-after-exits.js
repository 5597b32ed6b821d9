// expect: nothing
// Whoever counts the exits of its workers, or the messages that each sends when it is done, reads what they have written after the last of them.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const view = new Int32Array(new SharedArrayBuffer(12));
  const workers = [0, 1].map(() => new Worker(__filename, { workerData: view }));
  let working = workers.length;
  let open = workers.length;
  for (const worker of workers) {
    worker.on('message', () => {
      if (--working === 0) console.log('sum', view[1]);
    });
    worker.on('exit', () => {
      if (--open === 0) console.log('ends', view[2]);
    });
  }
} else {
  const change = (at) => {
    while (Atomics.compareExchange(workerData, 0, 0, 1) !== 0) Atomics.wait(workerData, 0, 1);
    workerData[at] = workerData[at] + 1;
    Atomics.store(workerData, 0, 0);
    Atomics.notify(workerData, 0, 1);
  };
  for (let i = 0; i < 50; i++) change(1);
  parentPort.postMessage('done');
  setImmediate(change, 2);
}
