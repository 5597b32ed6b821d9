// expect: promise.unhandled miller.js:6
// As in unhandled-in-tested-worker, but no test looks at how the worker ends.
'use strict';
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

const mill = new Worker(join(__dirname, 'miller.js'), { workerData: { grain: null } });
mill.on('error', (error) => console.log(`the mill stands still: ${error.message}`));
