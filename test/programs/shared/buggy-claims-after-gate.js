// expect: race.shared-memory 30
// Two threads wait for the start, and then take whatever is free: between the look and the store the other one looks, too.
'use strict';
const { once } = require('node:events');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

async function main() {
  const seats = new SharedArrayBuffer(4 * 400);
  const start = new SharedArrayBuffer(4);
  const workers = [1, 2].map((gate) => new Worker(__filename, { workerData: { seats, start, gate } }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const ends = workers.map((worker) => once(worker, 'exit'));
  Atomics.store(new Int32Array(start), 0, 1);
  Atomics.notify(new Int32Array(start), 0);
  await Promise.all(ends);
  console.log(new Int32Array(seats).every((gate) => gate > 0));
}

if (isMainThread) main();
else {
  const FREE = 0;
  const seats = new Int32Array(workerData.seats);
  const go = new Int32Array(workerData.start);
  parentPort.postMessage('ready');
  Atomics.wait(go, 0, 0);
  let codes = 0;
  for (let seat = 0; seat < seats.length; seat++) {
    if (Atomics.load(seats, seat) === FREE) {
      for (let i = 0; i < 2000; i++) codes = (codes * 31 + seat) % 65_521;
      Atomics.store(seats, seat, workerData.gate);
    }
  }
  process.exitCode = codes < 0 ? 1 : 0;
}
