'use strict';
// The same work, in one of three ways: node main.js async | threads | processes
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

async function job() {
  await sleep(300 * scale);
  return 1;
}

async function inThread() {
  const [one] = await once(new Worker(__filename), 'message');
  return one;
}

async function inProcess() {
  const [one] = await once(fork(__filename, ['child']), 'message');
  return one;
}

async function main(way) {
  const run = { async: job, threads: inThread, processes: inProcess }[way];
  const results = await Promise.all([run(), run(), run()]);
  console.log(way, results.length);
}

if (!isMainThread) job().then((one) => parentPort.postMessage(one));
else if (process.argv[2] === 'child') job().then((one) => process.send(one, () => process.disconnect()));
else main(process.argv[2] ?? 'async');
