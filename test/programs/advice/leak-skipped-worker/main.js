// expect: handle.leak main.js:14
// stop-after: 5
'use strict';
const { Worker } = require('node:worker_threads');
const { once } = require('node:events');

// The answer is not what was expected: the worker, which ticks, is never terminated.
const SOURCE = `
const { parentPort } = require('node:worker_threads');
setInterval(() => parentPort.postMessage({ at: Date.now() }), 50);
`;

async function check() {
  const worker = new Worker(SOURCE, { eval: true });
  const [first] = await once(worker, 'message');
  if (first.state !== 'ready') throw new Error('not ready');
  await worker.terminate();
}

check().catch((error) => console.log(error.message));
