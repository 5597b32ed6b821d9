// expect: none exit 0
// Two players who each raise their own flag when they have moved, and wait for the other one's to be lowered, which the main thread does for both at the end of a round. No locks.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const FLAGS = 4;
const RULES = 2;

function raise(flags, own) {
  Atomics.compareExchange(flags, RULES + own, 0, 1);
  Atomics.compareExchange(flags, own, 0, 1);
}

function untilLowered(flags, other) {
  while (Atomics.load(flags, other) === 1) Atomics.wait(flags, other, 1);
}

if (isMainThread) {
  const memory = new SharedArrayBuffer(FLAGS * 4);
  const flags = new Int32Array(memory);
  const players = [0, 1].map((own) => new Worker(__filename, { workerData: { memory, own } }));
  let rounds = 0;
  const referee = setInterval(() => {
    if (Atomics.load(flags, 0) !== 1 || Atomics.load(flags, 1) !== 1) return;
    if (++rounds < 10) return;
    clearInterval(referee);
    for (const player of players) player.terminate();
    console.log('no more rounds');
  }, 60);
} else {
  const flags = new Int32Array(workerData.memory);
  raise(flags, workerData.own);
  const meet = new Int32Array(new SharedArrayBuffer(4));
  while (Atomics.load(flags, 1 - workerData.own) === 0) Atomics.wait(meet, 0, 0, 5);
  untilLowered(flags, 1 - workerData.own);
}
