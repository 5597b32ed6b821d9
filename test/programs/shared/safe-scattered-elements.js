// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const cells = new Int16Array(workerData.shared);
  for (let round = 0; round < 50; round++) {
    for (let i = 0; i < cells.length; i++) {
      const owner = ((i * 2654435761) >>> 7) & 1;
      if (owner === workerData.id) cells[i] = cells[i] + 1;
    }
  }
}

async function main() {
  const shared = new SharedArrayBuffer(2000);
  const ends = [0, 1].map((id) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, id } }).on('exit', resolve)));
  await Promise.all(ends);
  const cells = new Int16Array(shared);
  console.log('all', cells.every((n) => n === 50));
}

if (isMainThread) main();
else work();
