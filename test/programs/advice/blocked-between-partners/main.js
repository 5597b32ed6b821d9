// expect: loop.blocked main.js:23
// The program waits for one thread with its loop blocked, and the messages of another one have to wait for that.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  const state = new Int32Array(new SharedArrayBuffer(4));
  let [ready, lines, beats] = [0, 0, 0];
  const start = (job) => {
    const worker = new Worker(__filename, { workerData: { state, job } });
    worker.on('message', (kind) => {
      if (kind === 'line') lines++;
      else if (kind === 'beat') beats++;
      else if (++ready === 2) setTimeout(flush, 20);
    });
    return worker;
  };
  const sink = start('sink');
  const clock = start('clock');

  function flush() {
    clock.postMessage('tick');
    sink.postMessage('flush');
    Atomics.wait(state, 0, 0, 5000);
    setTimeout(() => console.log(lines, beats), 50);
  }
} else {
  const { state, job } = workerData;
  parentPort.on('message', () => {
    for (let i = 0; i < 5; i++) parentPort.postMessage(job === 'sink' ? 'line' : 'beat');
    setTimeout(() => {
      if (job === 'sink') {
        Atomics.store(state, 0, 1);
        Atomics.notify(state, 0);
      }
      parentPort.close();
    }, 250);
  });
  parentPort.postMessage('ready');
}
