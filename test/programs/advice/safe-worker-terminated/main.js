// expect: nothing
'use strict';
const { Worker } = require('node:worker_threads');

const worker = new Worker(require.resolve('./square.js'));
worker.on('message', (result) => {
  console.log('result', result);
  worker.terminate();
});
worker.postMessage(12);
