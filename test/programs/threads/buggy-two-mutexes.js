// expect: deadlock.actual 7
const { Worker, isMainThread, workerData } = require('node:worker_threads');
class SpinMutex {
  constructor(view, index) { this.view = view; this.index = index; }
  lock() {
    while (Atomics.compareExchange(this.view, this.index, 0, 1) !== 0) {
      Atomics.wait(this.view, this.index, 1);
    }
  }
  unlock() {
    Atomics.store(this.view, this.index, 0);
    Atomics.notify(this.view, this.index, 1);
  }
}
if (!isMainThread) {
  const view = new Int32Array(workerData.sab);
  const gate = workerData.order;
  const first = new SpinMutex(view, gate[0]);
  const second = new SpinMutex(view, gate[1]);
  first.lock();
  Atomics.add(view, 2, 1);
  while (Atomics.load(view, 2) < 2);
  second.lock();
  second.unlock();
  first.unlock();
} else {
  const sab = new SharedArrayBuffer(12);
  new Worker(__filename, { workerData: { sab, order: [0, 1] } });
  new Worker(__filename, { workerData: { sab, order: [1, 0] } });
}
