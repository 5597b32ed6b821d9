// expect: worker.spawn-per-task@info main.js:13
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

if (!isMainThread) {
  let factor = 1;
  parentPort.on('message', ({ setup, value }) => {
    if (setup !== undefined) factor = setup;
    else parentPort.postMessage(value * factor);
  });
} else {
  const askNew = async (value) => { const worker = new Worker(__filename);
    worker.postMessage({ setup: 2 });
    worker.postMessage({ value });
    const [answer] = await once(worker, 'message');
    await worker.terminate();
    return answer;
  };
  (async () => {
    let sum = 1;
    for (let i = 0; i < 6; i++) sum = await askNew(sum);
    console.log(sum);
  })();
}
