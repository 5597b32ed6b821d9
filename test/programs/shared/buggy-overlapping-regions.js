// expect: race.shared-memory 9
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const pixels = new Uint8ClampedArray(workerData.shared);
  const { from, to, value } = workerData;
  // Both ends are inclusive: the regions share one pixel.
  for (let i = from; i <= to; i++) pixels[i] = value;
}

async function main() {
  const shared = new SharedArrayBuffer(1000);
  const halves = [
    { from: 0, to: 500, value: 1 },
    { from: 500, to: 999, value: 2 },
  ];
  const ends = halves.map((half) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, ...half } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log('painted', new Uint8Array(shared)[0]);
}

if (isMainThread) main();
else work();
