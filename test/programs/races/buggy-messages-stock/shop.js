'use strict';
const { parentPort } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');

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
  await sleep(10);
  await ask({ op: 'set', sku, pieces: left - pieces });
}

async function work() {
  await ask({ op: 'ready' });
  for (let i = 0; i < 25; i++) await sell('tea', 2);
  parentPort.close();
}
work();
