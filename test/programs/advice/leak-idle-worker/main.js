// expect: handle.leak main.js:6
// stop-after: 5
'use strict';
const { Worker } = require('node:worker_threads');

const worker = new Worker(require.resolve('./square.js'));
worker.on('message', (result) => console.log('result', result));
worker.postMessage(12);
