'use strict';
const { parentPort, workerData } = require('node:worker_threads');

fetch(workerData)
  .then((answer) => answer.text())
  .then((text) => parentPort.postMessage(Number(text)));
