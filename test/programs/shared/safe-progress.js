// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const progress = new Int32Array(workerData.progress);
  let sum = 0;
  for (let i = 0; i < 300_000; i++) {
    sum += i;
    progress[workerData.id] = i;
  }
  return sum;
}

function main() {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  let alive = 2;
  const show = setInterval(() => {
    if (progress[0] < 0 || progress[1] < 0) console.log('impossible');
  }, 1);
  for (const id of [0, 1]) {
    new Worker(__filename, { workerData: { progress: progress.buffer, id } }).on('exit', () => {
      if (--alive > 0) return;
      clearInterval(show);
      console.log('done');
    });
  }
}

if (isMainThread) main();
else work();
