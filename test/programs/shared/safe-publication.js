// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const [data, flag] = [new Float64Array(workerData.data), new Int32Array(workerData.flag)];
  for (let i = 0; i < data.length; i++) data[i] = i * 2;
  Atomics.store(flag, 0, 1);
}

function main() {
  const [data, flag] = [new Float64Array(new SharedArrayBuffer(800)), new Int32Array(new SharedArrayBuffer(800))];
  new Worker(__filename, { workerData: { data: data.buffer, flag: flag.buffer } });
  const poll = setInterval(() => {
    if (Atomics.load(flag, 0) === 0) return;
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += data[i];
    console.log('sum', sum);
    clearInterval(poll);
  }, 1);
}

if (isMainThread) main();
else work();
