// expect: deadlock.actual 22,8 exit 0
// The worker waits for the rate, which is set when it has answered; the limit ends that.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (isMainThread) {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: flag });
  async function loadRate() {
    await new Promise((resolve) => { worker.once('message', resolve); worker.postMessage('version?'); });
    flag[1] = 19;
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  }
  worker.once('online', loadRate);
} else {
  parentPort.once('message', () => {
    parentPort.postMessage(3);
    parentPort.close();
  });
  start();
}
function start() {
  Atomics.wait(workerData, 0, 0, 1500);
  console.log('rate', workerData[1]);
}
