// expect: loop.microtask-starvation main.js:18 | loop.microtask-starvation main.js:16
'use strict';
// The answer of the thread lies in the port for half a second, since who waits for it never lets the loop go round.
const { Worker } = require('node:worker_threads');

const answers = [];
const worker = new Worker(`const { parentPort } = require('node:worker_threads');
parentPort.on('message', (n) => parentPort.postMessage(n * n));`, { eval: true });
worker.on('message', (n) => answers.push(n));
worker.once('online', ask);

async function ask() {
  worker.postMessage(12);
  const end = Date.now() + 600;
  let looks = 0;
  while (answers.length === 0 && (Date.now() < end || looks < 20_000)) {
    looks++;
    await Promise.resolve();
  }
  console.log(answers.length === 0 ? 'no answer' : answers[0]);
  setImmediate(() => worker.terminate());
}
