// expect: race.shared-memory 10,11 ; race.shared-memory 12,15 ; race.shared-memory 13,14,15
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const { shared, id } = workerData;
  const record = new DataView(shared, 0, 16);
  const samples = new Float64Array(shared, 16, 20);
  const row = (n) => n * 8;
  for (let i = 0; i < 200; i++) record.setInt32(row(1), record.getInt32(row(1), true) + 1, true);
  record.setUint8(3, id);
  samples.copyWithin(0, 1);
  samples.fill(id, 4, 8);
  samples.set([1, 2, 3], 6);
  return samples.reduce((sum, n) => sum + n, 0);
}

async function main() {
  const shared = new SharedArrayBuffer(16 + 160);
  const ends = [1, 2].map((id) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, id } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log(new DataView(shared).getInt32(8, true));
}

if (isMainThread) main();
else work();
