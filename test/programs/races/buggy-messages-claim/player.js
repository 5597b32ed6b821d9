'use strict';
const { parentPort, workerData: name } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');

let answered;
parentPort.on('message', (value) => answered(value));

function ask(message) {
  return new Promise((resolve) => {
    answered = resolve;
    parentPort.postMessage(message);
  });
}

async function take(key) {
  const taken = await ask({ op: 'get', key });
  await sleep(10);
  if (taken === undefined) await ask({ op: 'set', key, value: name });
}

async function play() {
  await ask({ op: 'ready' });
  for (let i = 0; i < 25; i++) await take(`seat ${i}`);
  parentPort.close();
}
play();
