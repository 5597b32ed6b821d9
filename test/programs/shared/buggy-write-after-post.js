// expect: race.shared-memory 17
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

function work() {
  parentPort.once('message', ({ shared }) => {
    const cells = new Int32Array(shared);
    let sum = 0;
    for (let i = 0; i < 8; i++) sum += cells[i];
    parentPort.postMessage(sum >= 0);
  });
}

function main() {
  const cells = new Int32Array(new SharedArrayBuffer(32));
  const worker = new Worker(__filename);
  const fill = (value) => { for (let i = 0; i < 8; i++) cells[i] = value; };
  fill(1);
  worker.postMessage({ shared: cells.buffer });
  fill(2);
  worker.once('message', (ok) => {
    console.log('sum', ok);
    void worker.terminate();
  });
}

if (isMainThread) main();
else work();
