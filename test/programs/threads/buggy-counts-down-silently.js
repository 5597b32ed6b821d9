// expect: deadlock.actual 23,19
// A worker waits until all parts are there: each part is counted, and nobody is told of the last one.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

const PARTS = 3;

if (isMainThread) {
  const left = new Int32Array(new SharedArrayBuffer(4));
  left[0] = PARTS;
  const collector = new Worker(__filename, { workerData: { left, isCollector: true } });
  collector.on('message', (text) => {
    if (text === 'waits') setTimeout(() => Array.from({ length: PARTS }, () => new Worker(__filename, { workerData: { left, isCollector: false } })), 100);
    else console.log(text);
  });
} else if (workerData.isCollector) {
  const { left } = workerData;
  parentPort.postMessage('waits');
  for (let seen = Atomics.load(left, 0); seen > 0; seen = Atomics.load(left, 0)) {
    Atomics.wait(left, 0, seen);
  }
  parentPort.postMessage('all there');
} else {
  Atomics.sub(workerData.left, 0, 1);
}
