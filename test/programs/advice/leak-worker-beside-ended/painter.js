'use strict';
const { parentPort } = require('node:worker_threads');

parentPort.on('message', ({ wall, ms }) => {
  setTimeout(() => parentPort.postMessage(`${wall} is painted`), ms);
});
