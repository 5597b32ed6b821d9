// expect: nothing
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');
if (isMainThread) {
  (async () => {
    const w = new Worker(__filename);
    w.postMessage({ n: 5 });
    const [reply] = await once(w, 'message');
    console.log('reply', reply);
    await w.terminate();
  })();
} else parentPort.on('message', ({ n }) => parentPort.postMessage(n * 2));
