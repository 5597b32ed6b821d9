// expect: nothing
// What a worker sends comes before the news of its exit: whoever waits for that has the answer.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const open = new Set();
  let stacked = 0;
  for (const field of ['barley', 'rye']) {
    let yields;
    const harvester = new Worker(__filename, { workerData: field });
    open.add(field);
    harvester.on('message', (message) => {
      yields = message;
    });
    harvester.on('exit', () => {
      open.delete(field);
      stacked += yields.sheaves.length;
      if (open.size === 0) console.log('stacked', stacked);
    });
  }
} else {
  const sheaves = Array.from({ length: workerData.length * 3 }, (_, i) => i);
  setTimeout(() => parentPort.postMessage({ sheaves }), 10);
}
