// expect: nothing
// stop-after: 3
'use strict';
const { Worker } = require('node:worker_threads');

// It tells when it is ready, and again what it finds.
const worker = new Worker(require.resolve('./gauge.js'));
worker.on('message', (text) => console.log(text));
