// expect: promise.never-settles 16
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (!isMainThread) {
  parentPort.on('message', ({ kind, values }) => {
    if (kind === 'sum') parentPort.postMessage(values.reduce((a, b) => a + b));
    // and of any other kind it says nothing
  });
} else {
  const worker = new Worker(__filename);
  const ask = (question) => new Promise((resolve) => {
    worker.once('message', resolve);
    worker.postMessage(question);
  });
  async function main() {
    console.log(await ask({ kind: 'sum', values: [1, 2] }));
    console.log(await ask({ kind: 'max', values: [1, 2] }));
    await worker.terminate();
  }
  main();
}
