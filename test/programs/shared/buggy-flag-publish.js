// expect: race.shared-memory 9,20 ; race.shared-memory 10,18
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const data = new Float64Array(workerData.data);
  const flag = new Int32Array(workerData.flag);
  for (let i = 0; i < data.length; i++) {
    data[i] = i * 2;
    if (i === data.length - 1) flag[0] = 1;
  }
}

function main() {
  const [data, flag] = [new Float64Array(new SharedArrayBuffer(800)), new Int32Array(new SharedArrayBuffer(4))];
  new Worker(__filename, { workerData: { data: data.buffer, flag: flag.buffer } });
  const poll = setInterval(() => {
    if (flag[0] === 0) return;
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += data[i];
    console.log('sum', sum > 0);
    clearInterval(poll);
  }, 1);
}

if (isMainThread) main();
else work();
