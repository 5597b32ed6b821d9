'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { fork } = require('node:child_process');

if (process.argv[2] === 'child') {
  process.send('child is done');
  process.disconnect();
} else if (isMainThread) {
  const worker = new Worker(__filename);
  worker.once('message', (text) => console.log(text));
  const child = fork(__filename, ['child']);
  child.once('message', (text) => console.log(text));
} else {
  setTimeout(() => parentPort.postMessage('worker is done'), 20);
}
