// A thread that runs the built engine (dist/analysisThread.js) for one trace after another. Each gets an evaluation of its own, with nothing left of the one before;
// what V8 has compiled of it stays.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const threads = require('node:worker_threads');

const file = path.join(threads.workerData.distDir, 'analysisThread.js');
const body = vm.runInThisContext(`(function (require, __dirname, saveCompiled) {${fs.readFileSync(file, 'latin1')}\n})`, {
  filename: file,
});

threads.parentPort.on('message', ({ port, workerData }) => {
  const own = { ...threads, parentPort: port, workerData };
  body(
    (name) => (name === 'node:worker_threads' ? own : require(name)),
    threads.workerData.distDir,
    () => undefined,
  );
});
