// expect: nothing
// As buggy-load-store.js, under a lock.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

class Lock {
  constructor(cells, at) {
    this.cells = cells;
    this.at = at;
  }
  run(work) {
    while (Atomics.compareExchange(this.cells, this.at, 0, 1) !== 0) Atomics.wait(this.cells, this.at, 1, 50);
    try {
      work();
    } finally {
      Atomics.store(this.cells, this.at, 0);
      Atomics.notify(this.cells, this.at, 1);
    }
  }
}

async function main() {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  const ends = [1, 2].map((step) => new Promise((resolve) => new Worker(__filename, { workerData: { cells, step } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log(Atomics.load(cells, 1));
}

if (isMainThread) main();
else {
  const { cells, step } = workerData;
  const lock = new Lock(cells, 0);
  for (let i = 0; i < 200; i++) {
    lock.run(() => {
      const seen = Atomics.load(cells, 1);
      Atomics.store(cells, 1, seen + step);
    });
  }
}
