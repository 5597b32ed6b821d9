// expect: nothing
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

function work() {
  let cells;
  parentPort.on('message', (message) => {
    if (message === null) parentPort.close();
    else {
      cells ??= new Int32Array(message.shared);
      for (let i = 0; i < cells.length; i++) cells[i] = cells[i] + message.step;
      parentPort.postMessage(message.step);
    }
  });
}

function main() {
  const cells = new Int32Array(new SharedArrayBuffer(400));
  const worker = new Worker(__filename);
  worker.on('message', (step) => {
    let sum = 0;
    for (let i = 0; i < cells.length; i++) {
      sum += cells[i];
      cells[i] = step;
    }
    console.log('sum', sum);
    worker.postMessage(step < 20 ? { shared: cells.buffer, step: step + 1 } : null);
  });
  worker.postMessage({ shared: cells.buffer, step: 1 });
}

if (isMainThread) main();
else work();
