// expect: deadlock.actual 8
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (!isMainThread) {
  const flags = new Int32Array(workerData.flags);
  const { me, other } = workerData;
  function rendezvous() {
    // wait for the other before telling that we are here
    Atomics.wait(flags, other, 0);
    Atomics.store(flags, me, 1);
    Atomics.notify(flags, me);
  }
  rendezvous();
} else {
  const flags = new SharedArrayBuffer(8);
  new Worker(__filename, { workerData: { flags, me: 0, other: 1 } });
  new Worker(__filename, { workerData: { flags, me: 1, other: 0 } });
}
