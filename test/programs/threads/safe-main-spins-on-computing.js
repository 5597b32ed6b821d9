// expect: nothing
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const v = new Int32Array(workerData);
  let x = 0; const end = Date.now() + 3000;
  while (Date.now() < end) x++;
  Atomics.store(v, 0, 1);
} else {
  const sab = new SharedArrayBuffer(4); const v = new Int32Array(sab);
  new Worker(__filename, { workerData: sab });
  while (Atomics.load(v, 0) === 0);
  console.log('done');
}
