// expect: nothing
// never: worker.spawn-per-task
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// Twelve threads for two rounds of pieces: they were started once.
async function main() {
  const workers = Array.from({ length: 12 }, () => new Worker(__filename));
  const sums = await Promise.all(
    workers.map(async (worker, n) => {
      let sum = 0;
      for (const piece of [n, n + 12]) {
        worker.postMessage(piece);
        const [part] = await once(worker, 'message');
        sum += part;
      }
      await worker.terminate();
      return sum;
    }),
  );
  console.log('sums', sums.length);
}

if (isMainThread) main();
else {
  parentPort.on('message', (piece) => {
    let sum = 0;
    for (let i = 0; i < 3e6; i++) sum = (sum + i * piece) % 65_521;
    parentPort.postMessage(sum);
  });
}
