// expect: race.shared-memory lib.js:4
// The file that counts is loaded before there is any shared memory, and is given a view of it later, by the main thread and by a worker.
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { count } = require('./lib.js');

const shared = new SharedArrayBuffer(64);
const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData: shared });
worker.on('exit', () => console.log('counted'));
setTimeout(() => {
  const seen = new Int32Array(shared);
  for (let i = 0; i < 5000; i++) count(seen, i % 4);
}, 5);
