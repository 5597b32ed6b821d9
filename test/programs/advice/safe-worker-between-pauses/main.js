// expect: nothing
// never: worker.useless-for-io worker.idle
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

async function main() {
  const worker = new Worker(__filename);
  for (let order = 0; order < 4; order++) {
    worker.postMessage(order);
    console.log((await once(worker, 'message'))[0]);
  }
  await worker.terminate();
}

async function pack(order) {
  await sleep(20);
  const begin = process.cpuUsage();
  let n = order;
  while (process.cpuUsage(begin).user < 200_000) for (let i = 0; i < 1e5; i++) n = (n * 31 + 7) | 0;
  parentPort.postMessage(typeof n);
}

if (isMainThread) main();
else parentPort.on('message', pack);
