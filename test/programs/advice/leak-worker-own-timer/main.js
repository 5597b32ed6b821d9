// expect: handle.leak main.js:7 | handle.leak usage.js:6
// stop-after: 5
'use strict';
const { Worker } = require('node:worker_threads');

// The answer is there; what the worker set up for itself goes on.
const worker = new Worker(require.resolve('./square.js'), { workerData: 12 });
worker.once('message', (result) => console.log('result', result));
