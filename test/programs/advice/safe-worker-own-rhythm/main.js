// expect: nothing
// never: worker.useless-for-io worker.idle
'use strict';
// A worker that tells of the process in a rhythm of its own.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');
if (isMainThread) {
  const w = new Worker(__filename);
  let got = 0;
  w.on('message', () => { if (++got === 5) { console.log('done'); w.terminate(); } });
  w.postMessage('start');
} else {
  parentPort.once('message', async () => { for (;;) { await sleep(80); parentPort.postMessage(process.memoryUsage().rss); } });
}
