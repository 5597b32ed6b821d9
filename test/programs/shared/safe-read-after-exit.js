// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { once } = require('node:events');

function work() {
  const squares = new Float64Array(workerData);
  for (let i = 0; i < squares.length; i++) squares[i] = squares[i] * squares[i];
}

async function main() {
  const squares = new Float64Array(new SharedArrayBuffer(8000));
  for (let i = 0; i < squares.length; i++) squares[i] = i;
  const worker = new Worker(__filename, { workerData: squares.buffer });
  await once(worker, 'exit');
  let sum = 0;
  for (let i = 0; i < squares.length; i++) sum += squares[i];
  console.log('sum', sum);
}

if (isMainThread) main();
else work();
