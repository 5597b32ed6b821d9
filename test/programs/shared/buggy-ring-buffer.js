// expect: race.shared-memory 10,11,12,22,24,25
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const SLOTS = 64;

function produce() {
  const ring = workerData;
  for (let i = 1; i <= 500; ) {
    if (ring[0] - ring[1] >= SLOTS) continue;
    ring[2 + (ring[0] % SLOTS)] = i++;
    ring[0] = ring[0] + 1;
  }
}

function consume() {
  const ring = new Int32Array(new SharedArrayBuffer(4 * (SLOTS + 2)));
  new Worker(__filename, { workerData: ring });
  let taken = 0;
  const drain = () => {
    // ring[0]: head, ring[1]: tail
    for (;;) {
      if (ring[0] === ring[1]) break;
      const at = 2 + (ring[1] % SLOTS);
      if (ring[at] >= 0) taken++;
      ring[1] = ring[1] + 1;
    }
    if (taken < 500) setImmediate(drain);
    else console.log('taken', taken);
  };
  drain();
}

if (isMainThread) consume();
else produce();
