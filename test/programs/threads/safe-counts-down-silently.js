// expect: nothing
// A worker waits until all parts are there; only the last one wakes it. One part never comes: the others have nothing to wake anybody for.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

const PARTS = 3;

if (isMainThread) {
  const left = new Int32Array(new SharedArrayBuffer(4));
  left[0] = PARTS;
  const collector = new Worker(__filename, { workerData: { left, isCollector: true } });
  const put = () => new Worker(__filename, { workerData: { left, isCollector: false } });
  collector.on('message', (text) => {
    if (text === 'waits') setTimeout(() => Array.from({ length: PARTS - 1 }, put), 100);
    else console.log(text);
  });
  setTimeout(() => process.exit(0), 2000);
} else if (workerData.isCollector) {
  const { left } = workerData;
  parentPort.postMessage('waits');
  for (let seen = Atomics.load(left, 0); seen > 0; seen = Atomics.load(left, 0)) {
    Atomics.wait(left, 0, seen);
  }
  parentPort.postMessage('all there');
} else if (Atomics.sub(workerData.left, 0, 1) === 1) {
  Atomics.notify(workerData.left, 0);
}
