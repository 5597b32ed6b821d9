// expect: race.shared-memory 11 ; race.shared-memory 12 ; race.shared-memory 13
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const { shared, first } = workerData;
  const cells = new Int32Array(shared);
  const tile = { at: 8, width: 4 };
  const bucketOf = (value) => Math.floor(value / 10);
  for (let i = 0; i < 400; i++) {
    cells[bucketOf(i % 40)]++;
    cells[tile.at + (i % tile.width)] = first + i;
    cells[tile.at + tile.width + (i % 4)] = cells[tile.at + (i % tile.width)];
  }
}

async function main() {
  const shared = new SharedArrayBuffer(64);
  const ends = [1, 2].map((first) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, first } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log(new Int32Array(shared).length);
}

if (isMainThread) main();
else work();
