// expect: worker.idle@info main.js:8
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// Four threads, and two pieces of work at a time at most: whoever is free takes the next one.
async function main() {
  const free = Array.from({ length: 4 }, () => new Worker(__filename));
  const threads = [...free];
  const work = async (n) => {
    const thread = free.pop();
    thread.postMessage(n);
    const [result] = await once(thread, 'message');
    free.push(thread);
    return result;
  };
  for (let i = 0; i < 4; i++) console.log((await Promise.all([work(i), work(i + 1)])).length);
  await Promise.all(threads.map((thread) => thread.terminate()));
}

function compute(n) {
  const begin = process.cpuUsage();
  while (process.cpuUsage(begin).user < 120_000) for (let i = 0; i < 1e5; i++) n = (n * 31 + 7) | 0;
  return n;
}
if (isMainThread) main();
else parentPort.on('message', (n) => parentPort.postMessage(compute(n)));
