// expect: nothing
// never: worker.idle worker.useless-for-io
// Each worker starts a program, and computes until it has said what it found.
'use strict';
const { execFile } = require('node:child_process');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function convert(name) {
  let answer;
  let sum = 0;
  const program = `setTimeout(() => console.log('converted ${name}'), 900)`;
  execFile(process.execPath, ['-e', program], { env: {} }, (error, out) => {
    if (error) throw error;
    answer = out.trim();
  });
  const compute = () => {
    for (let i = 0; i < 3_000_000; i++) sum += Math.sqrt(i);
    if (answer === undefined) setImmediate(compute);
    else parentPort.postMessage(`${answer} ${sum > 0}`);
  };
  compute();
}

if (isMainThread) {
  for (const name of ['cat', 'dog']) {
    new Worker(__filename, { workerData: name }).on('message', (text) => console.log(text));
  }
} else convert(workerData);
