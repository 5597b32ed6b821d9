'use strict';
const { parentPort, workerData: gate } = require('node:worker_threads');

let serial = 0;
const waiting = new Map();

parentPort.on('message', ({ id, value }) => {
  waiting.get(id)(value);
  waiting.delete(id);
});

function ask(message) {
  return new Promise((resolve) => {
    const id = ++serial;
    waiting.set(id, resolve);
    parentPort.postMessage({ ...message, id });
  });
}

async function sell(sku, pieces) {
  const left = await ask({ op: 'get', sku });
  if (Atomics.add(gate, 0, 1) === 1) Atomics.notify(gate, 0);
  else Atomics.wait(gate, 0, 1);
  await ask({ op: 'take', sku, pieces: Math.min(left, pieces) });
  parentPort.close();
}
sell('tea', 5);
