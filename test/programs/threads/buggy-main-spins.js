// expect: deadlock.main-thread-blocked 13
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (!isMainThread) {
  parentPort.postMessage({ ready: true });
} else {
  const worker = new Worker(__filename);
  let ready = false;
  worker.on('message', (m) => {
    ready = m.ready;
  });
  function waitReady() {
    // wait until the worker has said hello
    while (!ready) {
      Math.sqrt(2);
    }
  }
  waitReady();
  console.log('ready');
}
