// expect: nothing
'use strict';
const { Worker, MessageChannel, isMainThread, workerData } = require('node:worker_threads');

// A token goes round: whoever has it may touch the memory.
function work() {
  const { cells, left, right, starts } = workerData;
  const view = new Int32Array(cells);
  let rounds = 0;
  left.on('message', (turn) => {
    for (let i = 0; i < 32; i++) view[i] = view[i] + 1;
    right.postMessage(turn + 1);
    if (++rounds === 5) left.close();
  });
  if (starts) right.postMessage(0);
}

async function main() {
  const cells = new SharedArrayBuffer(128);
  const [ab, ba] = [new MessageChannel(), new MessageChannel()];
  const a = { cells, left: ba.port2, right: ab.port1, starts: true };
  const b = { cells, left: ab.port2, right: ba.port1, starts: false };
  const ends = [a, b].map(
    (data) => new Promise((resolve) => new Worker(__filename, { workerData: data, transferList: [data.left, data.right] }).on('exit', resolve)),
  );
  await Promise.all(ends);
  console.log('done', new Int32Array(cells)[0] > 0);
}

if (isMainThread) main();
else work();
