// expect: none exit 0
// The worker says that it has begun, and works on: it is not done when the limit of the one who waits is over, but it is no deadlock.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (!isMainThread) {
  parentPort.on('message', () => {
    parentPort.postMessage('begun');
    setTimeout(() => {
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    }, 4000);
  });
} else {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: state });
  worker.on('message', (text) => console.log(text));
  worker.once('online', () => {
    worker.postMessage('job');
    // Blocks on purpose.
    console.log(Atomics.wait(state, 0, 0, 1000));
    setTimeout(() => worker.terminate(), 200);
  });
}
