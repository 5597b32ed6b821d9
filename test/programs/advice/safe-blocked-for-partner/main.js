// expect: nothing
// As in blocked-between-partners, but there is one thread only, and what it says meanwhile is said to whoever waits for it.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const sink = new Worker(__filename, { workerData: state });
  let lines = 0;
  sink.on('message', (kind) => {
    if (kind === 'line') lines++;
    if (kind === 'line' || kind === 'end') return;
    setTimeout(() => {
      sink.postMessage('flush');
      Atomics.wait(state, 0, 0, 5000);
      setTimeout(() => console.log(lines), 30);
    }, 20);
  });
} else {
  parentPort.on('message', () => {
    for (let i = 0; i < 5; i++) parentPort.postMessage('line');
    setTimeout(() => {
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);
      parentPort.close();
    }, 250);
  });
  parentPort.postMessage('ready');
}
