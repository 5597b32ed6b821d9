// expect: nothing
// A worker sleeps until it is given a command. Who gave it the last one clears it when that is done: the worker has nothing to wake for.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');

const COMMAND = 0;

if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: shared });
  let given = 0;
  const give = () => {
    given++;
    Atomics.store(shared, COMMAND, given);
    Atomics.notify(shared, COMMAND);
  };
  worker.on('message', (done) => {
    console.log('done', done);
    setTimeout(() => Atomics.store(shared, COMMAND, 0), 60);
    if (given < 2) setTimeout(give, 150);
    else setTimeout(close, 250);
  });
  const close = () => {
    Atomics.store(shared, COMMAND, 0);
    setTimeout(() => process.exit(0), 400);
  };
  worker.once('online', () => setTimeout(give, 100));
} else {
  for (;;) {
    Atomics.wait(workerData, COMMAND, 0);
    const command = Atomics.load(workerData, COMMAND);
    parentPort.postMessage(command);
    // The command was seen: the next one is another.
    Atomics.wait(workerData, COMMAND, command, 30);
    while (Atomics.load(workerData, COMMAND) === command) Atomics.wait(workerData, COMMAND, command, 20);
  }
}
