// expect: nothing
// never: worker.oversubscribed worker.spawn-per-task worker.idle
'use strict';
const os = require('node:os');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { once } = require('node:events');

// As many as can compute at once, and some more that mostly wait.
async function main() {
  const count = Math.min(8, os.availableParallelism());
  const until = Date.now() + 900;
  const busy = Array.from({ length: count }, () => new Worker(__filename, { workerData: { until, rest: 0 } }));
  const waiting = Array.from({ length: 3 }, () => new Worker(__filename, { workerData: { until, rest: 200 } }));
  const rounds = await Promise.all([...busy, ...waiting].map(async (worker) => (await once(worker, 'message'))[0]));
  console.log('done', rounds.every((n) => n > 0));
}

async function work({ until, rest }) {
  let rounds = 0;
  while (Date.now() < until) {
    rounds++;
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  parentPort.postMessage(rounds);
}

if (isMainThread) main();
else work(workerData);
