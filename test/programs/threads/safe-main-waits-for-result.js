// expect: nothing
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const view = new Int32Array(workerData);
  let sum = 0;
  for (let i = 0; i < 2e8; i++) sum += i;
  Atomics.store(view, 0, 1);
  Atomics.notify(view, 0);
} else {
  const sab = new SharedArrayBuffer(4);
  const view = new Int32Array(sab);
  new Worker(__filename, { workerData: sab });
  Atomics.wait(view, 0, 0);
  console.log('computed');
}
