// expect: deadlock.main-thread-blocked 12
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const flag = new Int32Array(workerData);
  console.log('worker ready');
  process.stdout.write('done\n', () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); });
} else {
  const shared = new SharedArrayBuffer(4);
  const flag = new Int32Array(shared);
  new Worker(__filename, { workerData: shared });
  console.log('waiting');
  Atomics.wait(flag, 0, 0);
  console.log('never');
}
