// expect: nothing
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function work() {
  const count = (buffer) => {
    const cells = new Int32Array(buffer);
    for (let i = 0; i < 50_000; i++) cells[i & 7] = cells[i & 7] + 1;
  };
  count(workerData.own);
  count(new SharedArrayBuffer(32));
  parentPort.once('message', (buffer) => count(buffer));
}

async function main() {
  const buffers = [0, 1, 2, 3].map(() => new SharedArrayBuffer(32));
  const ends = [0, 1].map((id) => {
    const worker = new Worker(__filename, { workerData: { own: buffers[id] } });
    worker.postMessage(buffers[id + 2]);
    return new Promise((resolve) => worker.on('exit', resolve));
  });
  await Promise.all(ends);
  console.log('sums', buffers.map((buffer) => new Int32Array(buffer).reduce((a, b) => a + b)).join(' '));
}

if (isMainThread) main();
else work();
