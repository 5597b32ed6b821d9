// expect: deadlock.actual 21,20 exit 0
// Two carts take the aisles they have to pass in the order in which they pass them; a manager that has heard nothing for a while sends both home.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

class Aisles {
  constructor(memory) {
    this.taken = new Int32Array(memory, 4);
  }
  enter(aisle) {
    while (Atomics.exchange(this.taken, aisle, 1) !== 0) Atomics.wait(this.taken, aisle, 1);
  }
  leave(aisle) {
    Atomics.store(this.taken, aisle, 0);
    Atomics.notify(this.taken, aisle);
  }
}

function drive(aisles, pause, { from, to }) {
  aisles.enter(from);
  aisles.enter((pause(60), to));
  aisles.leave(from);
  aisles.leave(to);
}

if (isMainThread) {
  const memory = new SharedArrayBuffer(32);
  const carts = [0, 1].map(() => new Worker(__filename, { workerData: memory }));
  let here = 0;
  for (const cart of carts) {
    cart.on('message', (said) => {
      if (said === 'here' && ++here === 2) {
        carts[0].postMessage({ from: 1, to: 4 });
        carts[1].postMessage({ from: 4, to: 1 });
      }
    });
  }
  const clock = setInterval(() => {
    if (here < 2 || here++ < 16) return;
    clearInterval(clock);
    for (const cart of carts) cart.terminate();
    console.log('both were sent home');
  }, 50);
} else {
  const aisles = new Aisles(workerData);
  const alone = new Int32Array(new SharedArrayBuffer(4));
  const pause = (ms) => Atomics.wait(alone, 0, 0, ms);
  parentPort.on('message', (way) => {
    drive(aisles, pause, way);
    parentPort.postMessage('there');
  });
  parentPort.postMessage('here');
}
