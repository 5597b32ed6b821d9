// expect: none exit 0
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function lock(view, index) {
  while (Atomics.compareExchange(view, index, 0, 1) !== 0) Atomics.wait(view, index, 1);
}

function unlock(view, index) {
  Atomics.store(view, index, 0);
  Atomics.notify(view, index, 1);
}

function ship(view) {
  lock(view, 0);
  // orders, then stock
  lock(view, 1);
  view[2] -= 1;
  unlock(view, 1);
  unlock(view, 0);
}

function restock(view) {
  lock(view, 0);
  lock(view, 1);
  view[2] += 1;
  unlock(view, 1);
  unlock(view, 0);
}

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
  const shared = new SharedArrayBuffer(16);
  const ends = ['ship', 'restock'].map((job) => {
    const worker = new Worker(__filename, { workerData: { shared, job, stamp: path.join(folder, 'shipped') } });
    return new Promise((resolve) => worker.once('exit', resolve));
  });
  Promise.all(ends).then(() => fs.rmSync(folder, { recursive: true }));
}

function work({ shared, job, stamp }) {
  const view = new Int32Array(shared);
  if (job === 'ship') {
    ship(view);
    fs.writeFileSync(stamp, '');
    return;
  }
  // They do not meet in this run.
  while (!fs.existsSync(stamp)) Atomics.wait(view, 3, 0, 20);
  restock(view);
}

if (isMainThread) main();
else work(workerData);
