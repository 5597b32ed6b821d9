// expect: nothing
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const flags = new Int32Array(workerData.flags);
  const { me, other } = workerData;
  Atomics.store(flags, me, 1);
  Atomics.notify(flags, me);
  Atomics.wait(flags, other, 0);
} else {
  const flags = new SharedArrayBuffer(8);
  new Worker(__filename, { workerData: { flags, me: 0, other: 1 } });
  new Worker(__filename, { workerData: { flags, me: 1, other: 0 } });
}
