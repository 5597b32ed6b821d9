// expect: worker.oversubscribed@info main.js:9
'use strict';
const os = require('node:os');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

async function main() {
  // One thread a document, however many there are.
  const workers = Array.from({ length: os.availableParallelism() + 3 }, () => new Worker(__filename));
  const rounds = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]));
  console.log('done', rounds.every((n) => n > 0));
}

if (isMainThread) main();
else {
  const until = Date.now() + 1800;
  let rounds = 0;
  while (Date.now() < until) rounds++;
  parentPort.postMessage(rounds);
}
