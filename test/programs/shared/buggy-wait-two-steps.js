// expect: race.shared-memory 15
// Whoever finds the till free takes it by a second step: two that were woken, or looked, at the same time both have it.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

class Till {
  constructor(words) {
    this.words = words;
  }

  lock() {
    while (Atomics.load(this.words, 0) !== 0) {
      Atomics.wait(this.words, 0, 1, 5);
    }
    Atomics.store(this.words, 0, 1);
  }

  unlock() {
    Atomics.store(this.words, 0, 0);
    Atomics.notify(this.words, 0, 1);
  }
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(8);
  for (let i = 0; i < 2; i++) new Worker(__filename, { workerData: shared }).on('message', (sold) => console.log('sold', sold));
} else {
  const till = new Till(new Int32Array(workerData, 0, 1));
  const totals = new Int32Array(workerData, 4, 1);
  for (let i = 0; i < 200; i++) {
    till.lock();
    Atomics.add(totals, 0, 1);
    till.unlock();
  }
  parentPort.postMessage(200);
}
