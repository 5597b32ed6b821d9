// expect: none exit 0
// A worker that pauses between its messages, until it is told to stop; one that is told the rate before it is asked.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { once } = require('node:events');
if (isMainThread) {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const start = (name) => new Worker(__filename, { workerData: { flag, name } });
  async function watch() {
    const worker = start('pauses');
    for (let beats = 0; beats < 2; beats++) await once(worker, 'message');
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
    await once(worker, 'exit');
  }
  async function tell() {
    const worker = start('waits');
    Atomics.store(flag, 1, 19);
    Atomics.notify(flag, 1);
    worker.postMessage('version?');
    console.log(await once(worker, 'message'));
  }
  watch().then(tell);
} else if (workerData.name === 'pauses') {
  while (Atomics.wait(workerData.flag, 0, 0, 700) === 'timed-out') parentPort.postMessage('still here');
} else {
  Atomics.wait(workerData.flag, 1, 0, 1500);
  parentPort.once('message', () => {
    parentPort.postMessage(workerData.flag[1]);
    parentPort.close();
  });
}
