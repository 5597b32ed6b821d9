// expect: nothing
// Nothing moves for a while, but the worker's timer will answer.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');
if (!isMainThread) {
  parentPort.on('message', (text) => setTimeout(() => { parentPort.postMessage(text); parentPort.close(); }, 2500));
} else {
  async function main() {
    const worker = new Worker(__filename);
    worker.postMessage('late');
    const [text] = await once(worker, 'message');
    console.log(text);
  }
  main();
}
