// expect: nothing
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const v = new Int32Array(workerData);
  setTimeout(() => { Atomics.store(v, 0, 1); Atomics.notify(v, 0); }, 3000);
} else {
  const sab = new SharedArrayBuffer(4);
  new Worker(__filename, { workerData: sab });
  Atomics.wait(new Int32Array(sab), 0, 0);
  console.log('woken');
}
