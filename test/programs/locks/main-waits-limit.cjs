// expect: deadlock.actual 18 exit 0
// The main thread waits for a worker that asks it for something first; the time limit ends that, and the worker goes on when it has its answer.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (!isMainThread) {
  parentPort.on('message', ({ job, rate }) => {
    if (job !== undefined) return parentPort.postMessage('rate?');
    workerData[1] = rate * 14;
    Atomics.store(workerData, 0, 1);
    Atomics.notify(workerData, 0);
  });
} else {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: state });
  worker.on('message', () => worker.postMessage({ rate: 3 }));

  function priceOf(job) {
    worker.postMessage({ job });
    return Atomics.wait(state, 0, 0, 1500) === 'ok' ? state[1] : undefined;
  }

  worker.once('online', () => {
    console.log(priceOf('lamp'));
    setTimeout(() => worker.terminate(), 500);
  });
}
