// expect: nothing
// Busy for longer than the watchdog waits, with a worker that is idle meanwhile: slow, but nobody waits for anybody.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (!isMainThread) {
  parentPort.once('message', (total) => console.log('total', total > 0));
} else {
  const worker = new Worker(__filename);
  worker.once('online', () => {
    const end = performance.now() + 2500;
    let total = 0;
    while (performance.now() < end) total += Math.sqrt(total + 1);
    worker.postMessage(total);
  });
}
