// expect: nothing
// Threads change one file under a lock made of Atomics.
'use strict';
const { Worker } = require('node:worker_threads');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
const file = path.join(dir, 'visits');
fs.writeFileSync(file, '0');

const lock = new SharedArrayBuffer(4);
const workers = [0, 1].map(() => new Worker(path.join(__dirname, 'visitor.js'), { workerData: { file, lock } }));
Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve)))).then(() => {
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(dir, { recursive: true });
});
