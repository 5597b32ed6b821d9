// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function work() {
  const bytes = Buffer.from(workerData.shared, workerData.from);
  for (let i = 0; i < 200; i++) {
    bytes.writeUInt32LE(bytes.readUInt32LE(0) + i, 0);
    bytes.writeDoubleBE(i / 2, 8);
  }
}

async function main() {
  const shared = new SharedArrayBuffer(64);
  const ends = [0, 16].map((from) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, from } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log(Buffer.from(shared).readUInt32LE(0) > 0);
}

if (isMainThread) main();
else work();
