// expect: worker.useless-for-io@info main.js:19
// never: worker.idle
// Each worker starts a program and waits for what it says: the main thread can do that as well.
'use strict';
const { execFile } = require('node:child_process');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function convert(name) {
  // As long as a converter of pictures takes.
  const program = `setTimeout(() => console.log('converted ${name}'), 900)`;
  execFile(process.execPath, ['-e', program], { env: {} }, (error, out) => {
    if (error) throw error;
    parentPort.postMessage(out.trim());
  });
}

if (isMainThread) {
  for (const name of ['cat', 'dog']) {
    new Worker(__filename, { workerData: name }).on('message', (text) => console.log(text));
  }
} else convert(workerData);
