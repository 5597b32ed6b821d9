// expect: deadlock.actual 25,23 exit 3
// Three copies between tape drives, each with the lock of its source while it asks for that of its target. The main thread shows how far they are, and gives up with the process.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

function tryDrive(drives, n) {
  return Atomics.compareExchange(drives, n, 0, workerData.from + 1) === 0;
}

function takeDrive(drives, n) {
  while (!tryDrive(drives, n)) {
    const owner = Atomics.load(drives, n);
    if (owner !== 0) Atomics.wait(drives, n, owner);
  }
}

function releaseDrive(drives, n) {
  Atomics.store(drives, n, 0);
  Atomics.notify(drives, n, 1);
}

function copy(drives, arrived, { from, to }) {
  takeDrive(drives, from);
  for (Atomics.add(arrived, 0, 1); Atomics.load(arrived, 0) < 3; ) Atomics.wait(arrived, 1, 0, 5);
  takeDrive(drives, to);
  releaseDrive(drives, to);
  releaseDrive(drives, from);
}

if (isMainThread) {
  const drives = new SharedArrayBuffer(12);
  const arrived = new SharedArrayBuffer(8);
  for (let from = 0; from < 3; from++) new Worker(__filename, { workerData: { drives, arrived, from, to: (from + 1) % 3 } });
  let shown = 0;
  setInterval(() => {
    if (Atomics.load(new Int32Array(arrived), 0) === 3 && ++shown === 10) process.exit(3);
  }, 60);
} else {
  copy(new Int32Array(workerData.drives), new Int32Array(workerData.arrived), workerData);
}
