// expect: nothing
// never: worker.useless-for-io worker.idle worker.spawn-per-task worker.clone-cost
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (sum) => console.log('sum', sum));
} else {
  let sum = 0;
  for (let i = 0; i < 3e8; i++) sum += i % 7;
  parentPort.postMessage(sum);
}
