// expect: worker.useless-for-io@info main.js:8
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

async function ship(order) {
  await sleep(600);
  parentPort.postMessage(`shipped ${order}`);
}

if (isMainThread) main();
else parentPort.on('message', ship);
