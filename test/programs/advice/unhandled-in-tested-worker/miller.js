'use strict';
const { parentPort, workerData } = require('node:worker_threads');

async function grind(grain) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (grain === null) throw new Error('no grain');
  return `${grain} flour`;
}

// Whatever goes wrong is told by the 'error' of the worker.
grind(workerData.grain).then((flour) => parentPort.postMessage(flour));
