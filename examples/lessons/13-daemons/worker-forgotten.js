'use strict';
// A thread that listens for the next message keeps the program alive, as an interval does.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const monitor = new Worker(__filename);
  monitor.on('message', (answer) => console.log('monitor:', answer));
  monitor.postMessage('how are we doing?');
} else {
  parentPort.on('message', () => parentPort.postMessage('healthy'));
}
