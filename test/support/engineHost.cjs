// A thread that runs the built engine (dist/engineServer.js) for one trace after another: V8 has compiled and optimised it after the first few.
const path = require('node:path');
const threads = require('node:worker_threads');

const { distDir } = threads.workerData;
const { EngineServer } = require(path.join(distDir, 'engineServer.js'));

threads.parentPort.on('message', ({ port, workerData }) => {
  void new EngineServer({ port, settings: workerData, distDir, saveCompiled: () => undefined });
});
