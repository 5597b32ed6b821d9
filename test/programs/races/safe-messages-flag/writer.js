'use strict';
const { parentPort } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');

let answered;
parentPort.on('message', (value) => answered(value));

function ask(op) {
  return new Promise((resolve) => {
    answered = resolve;
    parentPort.postMessage(op);
  });
}

async function work() {
  for (let i = 0; i < 10; i++) {
    await ask('write');
    await sleep(10);
    await ask('close');
  }
  parentPort.close();
}
work();
