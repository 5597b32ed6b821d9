// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

// Each worker has its own part, and what is read is read when they have gone.
function work() {
  const { shared, id } = workerData;
  const record = new DataView(shared, id * 8, 8);
  const samples = new Float64Array(shared, 16 + id * 80, 10);
  for (let i = 0; i < 200; i++) record.setInt32(4, record.getInt32(4, true) + 1, true);
  // Not aligned, and still one's own.
  record.setUint16(1, id);
  samples.copyWithin(0, 1);
  samples.fill(id, 4, 8);
  samples.set([1, 2, 3], 6);
  samples.set(Array.from({ length: 2 }, () => id));
  const seen = new Map();
  seen.set(id, samples.subarray(2).reduce((sum, n) => sum + n, 0));
  return samples.sort().join();
}

async function main() {
  const shared = new SharedArrayBuffer(16 + 160);
  const ends = [0, 1].map((id) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, id } }).on('exit', resolve)));
  await Promise.all(ends);
  const all = new Float64Array(shared, 16);
  console.log(new DataView(shared).getInt32(4, true), all.slice().length);
}

if (isMainThread) main();
else work();
