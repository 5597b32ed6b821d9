// expect: race.shared-memory 7,17
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const totals = new BigInt64Array(workerData.parts.get('totals'));
  for (let i = 0; i < 50_000; i++) totals[1] = totals[1] + 1n;
}

function main() {
  const totals = new BigInt64Array(new SharedArrayBuffer(16));
  const worker = new Worker(__filename, { workerData: { parts: new Map([['totals', totals.buffer]]) } });
  let isOver = false;
  worker.on('exit', () => (isOver = true));
  const count = () => {
    // Counts along with the worker.
    totals[1] = totals[1] + 1n;
    if (isOver) console.log('over');
    else setTimeout(count, 1);
  };
  count();
}

if (isMainThread) main();
else work();
