// expect: race.shared-memory 10,18
// Each exit is taken for the last.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

if (isMainThread) {
  const view = new Int32Array(new SharedArrayBuffer(12));
  const workers = [0, 1].map((number) => new Worker(__filename, { workerData: { view, number } }));
  for (const worker of workers) {
    worker.on('exit', () => console.log(view[1] > 0));
  }
} else {
  const { view, number } = workerData;
  // The second one is at work when the first has ended.
  if (number === 1) Atomics.wait(view, 2, 0, 600);
  const change = () => {
    while (Atomics.compareExchange(view, 0, 0, 1) !== 0) Atomics.wait(view, 0, 1);
    view[1] = view[1] + 1;
    Atomics.store(view, 0, 0);
    Atomics.notify(view, 0, 1);
  };
  for (let i = 0; i < 50; i++) change();
}
