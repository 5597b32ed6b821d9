// expect: none exit 0
// One cart has both aisles and waits for the gate to open, the other one waits for an aisle: it would get it. The manager closes for the night meanwhile.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function enter(taken, aisle) {
  while (Atomics.exchange(taken, aisle, 1) !== 0) Atomics.wait(taken, aisle, 1);
}

function leave(taken, aisle) {
  Atomics.store(taken, aisle, 0);
  Atomics.notify(taken, aisle);
}

if (isMainThread) {
  const memory = new SharedArrayBuffer(32);
  const carts = [0, 1].map(() => new Worker(__filename, { workerData: memory }));
  let here = 0;
  for (const cart of carts) {
    cart.on('message', () => {
      if (++here !== 2) return;
      for (const one of carts) one.postMessage({ from: 1, to: 4 });
      setTimeout(() => carts.forEach((one) => one.terminate()), 900);
    });
  }
} else {
  const taken = new Int32Array(workerData);
  parentPort.on('message', ({ from, to }) => {
    enter(taken, from);
    enter(taken, to);
    // Opened by whoever has the key: nobody today.
    Atomics.wait(taken, 0, 0);
    leave(taken, to);
    leave(taken, from);
  });
  parentPort.postMessage('here');
}
