// expect: nothing
// never: worker.spawn-per-task
// Many threads that live shortly, but each has had several tasks: a pool.
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const rows = Array.from({ length: 36 }, (_, i) => i);
  let done = 0;
  for (let i = 0; i < 12; i++) {
    const worker = new Worker(__filename);
    let left = 3;
    worker.on('message', () => {
      if (++done === 36) console.log('done');
      if (--left === 0) worker.terminate();
      else worker.postMessage(rows.pop());
    });
    worker.postMessage(rows.pop());
  }
} else {
  parentPort.on('message', (row) => parentPort.postMessage(row * row));
}
