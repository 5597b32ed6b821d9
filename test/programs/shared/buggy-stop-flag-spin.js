// expect: race.shared-memory 9,18
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function work() {
  const stop = new Int32Array(workerData);
  parentPort.postMessage('ready');
  let rounds = 0;
  while (stop[0] === 0 && rounds < 50_000_000) rounds++;
  parentPort.postMessage('stopped');
}

function main() {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: stop.buffer });
  worker.on('message', (text) => {
    console.log(text);
    if (text === 'ready') stop[0] = 1;
  });
}

if (isMainThread) main();
else work();
