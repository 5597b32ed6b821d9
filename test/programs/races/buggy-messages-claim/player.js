'use strict';
const { parentPort, workerData } = require('node:worker_threads');

const { name, gate } = workerData;
let answered;
parentPort.on('message', (value) => answered(value));

function ask(message) {
  return new Promise((resolve) => {
    answered = resolve;
    parentPort.postMessage(message);
  });
}

function arrive() {
  if (Atomics.add(gate, 0, 1) === 1) Atomics.notify(gate, 0);
  else Atomics.wait(gate, 0, 1);
}

async function play(key) {
  const taken = await ask({ op: 'get', key });
  arrive();
  if (taken === undefined) {
    await ask({ op: 'set', key, value: name });
    console.log(`${name} is the ${key}`);
  }
  parentPort.close();
}
play('dealer');
