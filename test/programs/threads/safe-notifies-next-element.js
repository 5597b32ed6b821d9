// expect: nothing
// A gate for two workers: the element that they wait for is notified, through a view that begins behind it.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

const GATE = 0;
const DONE = 1;

if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(16));
  const workers = [1, 2].map(() => new Worker(__filename, { workerData: shared.buffer }));
  let arrived = 0;
  for (const worker of workers) {
    worker.on('message', (message) => {
      if (message === 'here' && ++arrived === workers.length) setTimeout(open, 150);
    });
  }
  function open() {
    console.log('open');
    Atomics.store(shared, GATE, 1);
    Atomics.notify(new Int32Array(shared.buffer, 0, 1), GATE);
  }
} else {
  const flags = new Int32Array(workerData);
  parentPort.postMessage('here');
  while (Atomics.load(flags, GATE) === 0) {
    // A wake-up may be for somebody else.
    Atomics.wait(flags, GATE, 0);
  }
  Atomics.add(flags, DONE, 1);
  parentPort.postMessage('through');
}
