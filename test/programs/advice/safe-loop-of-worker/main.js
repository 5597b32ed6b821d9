// expect: nothing
// never: await.in-loop
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// One thread computes all of it: asked for together, the last answer would come as late.
async function ask(worker, n) {
  worker.postMessage(n);
  const [answer] = await once(worker, 'message');
  return answer;
}

async function main() {
  const worker = new Worker(__filename);
  const answers = [];
  for (let n = 0; n < 8; n++) answers.push(await ask(worker, n));
  console.log(answers.length);
  await worker.terminate();
}

async function steps(n) {
  const begin = process.cpuUsage();
  let sum = n;
  while (process.cpuUsage(begin).user < 60_000) {
    for (let i = 0; i < 1000; i++) sum = (Math.imul(sum, 31) + i) | 0;
  }
  return sum;
}
if (isMainThread) main();
else parentPort.on('message', async (n) => parentPort.postMessage(await steps(n)));
