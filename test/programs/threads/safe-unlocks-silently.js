// expect: nothing
// A lock between two threads whose unlock wakes who sleeps.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

const FREE = 0;
const TAKEN = 1;

class Lock {
  #cell;

  constructor(cell) {
    this.#cell = cell;
  }

  lock() {
    while (Atomics.compareExchange(this.#cell, 0, FREE, TAKEN) !== FREE) {
      Atomics.wait(this.#cell, 0, TAKEN);
    }
  }

  unlock() {
    Atomics.store(this.#cell, 0, FREE);
    Atomics.notify(this.#cell, 0, 1);
  }
}

function busy(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) Math.sqrt(end);
}

if (isMainThread) {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const first = new Worker(__filename, { workerData: { cell, holdsMs: 400 } });
  first.once('message', () => new Worker(__filename, { workerData: { cell, holdsMs: 1 } }).on('message', (text) => console.log('second', text)));
} else {
  const lock = new Lock(workerData.cell);
  lock.lock();
  parentPort.postMessage('has it');
  busy(workerData.holdsMs);
  lock.unlock();
}
