'use strict';
const { parentPort } = require('node:worker_threads');

parentPort.on('message', ({ picture, rows }) => {
  setTimeout(() => parentPort.postMessage(`${picture} ${rows}`), 25 * rows);
});
