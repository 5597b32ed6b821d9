const { workerData } = require('node:worker_threads');
const { count } = require('./lib.js');

const seen = new Int32Array(workerData);
for (let i = 0; i < 5000; i++) count(seen, i % 4);
