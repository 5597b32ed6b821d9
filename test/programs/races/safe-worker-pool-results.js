// expect: nothing
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (isMainThread) {
  const results = []; let open = 3;
  for (let i = 0; i < 3; i++) { const w = new Worker(__filename, { workerData: i }); w.on('message', (m) => results.push(m)); w.on('exit', () => { if (--open === 0) console.log(results.sort().join()); }); }
} else parentPort.postMessage(workerData * 10);
