// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const { shared, id, workers } = workerData;
  const blocks = new Int32Array(shared, id * 4000, 1000);
  for (let i = 0; i < 1000; i++) blocks[i] = blocks[i] + id;
  // Rows dealt out like cards.
  const rows = new Uint8Array(shared, workers * 4000);
  for (let i = id; i < rows.length; i += workers) rows[i] = rows[i] + 1;
}

async function main() {
  const workers = 3;
  const shared = new SharedArrayBuffer(workers * 4000 + 999);
  const ends = [0, 1, 2].map((id) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, id, workers } }).on('exit', resolve)));
  await Promise.all(ends);
  const all = new Uint8Array(shared);
  let sum = 0;
  for (let i = 0; i < all.length; i++) sum += all[i];
  console.log('sum', sum);
}

if (isMainThread) main();
else work();
