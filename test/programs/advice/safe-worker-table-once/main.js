// expect: nothing
// never: worker.clone-cost
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

// The table has to get to each worker once; the questions are small.
if (isMainThread) {
  const table = Array.from({ length: 300 }, (_, row) => Array.from({ length: 300 }, (_cell, column) => ({ value: row * column, style: 'plain' })));
  let running = 2;
  for (const worker of [new Worker(__filename), new Worker(__filename)]) {
    let asked = 0;
    worker.postMessage({ kind: 'table', table });
    worker.postMessage({ kind: 'row', row: asked++ });
    worker.on('message', () => {
      if (asked < 5) worker.postMessage({ kind: 'row', row: asked++ });
      else worker.terminate().then(() => --running || console.log('done'));
    });
  }
} else {
  let table;
  parentPort.on('message', (message) => {
    if (message.kind === 'table') table = message.table;
    else parentPort.postMessage(table[message.row].reduce((sum, cell) => sum + cell.value, 0));
  });
}
