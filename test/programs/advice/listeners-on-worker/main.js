// expect: listener.leak main.js:10
'use strict';
const { Worker } = require('node:worker_threads');

const worker = new Worker(`const { parentPort: port } = require('node:worker_threads'); port.on('message', (n) => port.postMessage(n * n));`, { eval: true });
worker.setMaxListeners(0);

function square(n) {
  return new Promise((resolve) => {
    worker.on('message', resolve);
    worker.postMessage(n);
  });
}

async function main() {
  let sum = 0;
  for (let n = 0; n < 20; n++) sum += await square(n);
  console.log(sum);
  await worker.terminate();
}

main();
