// expect: worker.useless-for-io@info main.js:24
'use strict';
// The threads of a pool sleep on a counter until there is a task, as those of packages do. All that a task does then is to wait for an answer.
const http = require('node:http');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

const THREAD = `
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
let at = 0;
async function take() {
  for (;;) {
    Atomics.wait(workerData, 0, at);
    at = Atomics.load(workerData, 0);
    for (let next = receiveMessageOnPort(parentPort); next; next = receiveMessageOnPort(parentPort)) {
      if (next.message === null) return;
      parentPort.postMessage(await require(next.message.file)(next.message.url));
    }
  }
}
take();`;

function openPool(size, waiting) {
  const start = (counter) => ({ counter, worker: new Worker(THREAD, { eval: true, workerData: counter }) });
  const threads = Array.from({ length: size }, () => start(new Int32Array(new SharedArrayBuffer(4))));
  const wake = ({ counter, worker }, message) => {
    worker.postMessage(message);
    Atomics.add(counter, 0, 1);
    Atomics.notify(counter, 0);
  };
  const work = async (thread) => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      wake(thread, task);
      task.done((await once(thread.worker, 'message'))[0]);
    }
    wake(thread, null);
  };
  return Promise.all(threads.map(work));
}

const server = http.createServer((request, response) => setTimeout(() => response.end(request.url), 800));
server.listen(0, async () => {
  const sizes = [];
  const tasks = Array.from({ length: 8 }, (_, i) => ({
    message: i,
    file: require.resolve('./size.js'),
    url: `http://localhost:${server.address().port}/${i}`,
  }));
  const waiting = tasks.map(({ file, url }) => ({ file, url, done: undefined }));
  for (const task of waiting) Object.defineProperty(task, 'done', { value: (size) => sizes.push(size), enumerable: false });
  await openPool(2, waiting);
  console.log(sizes.length);
  server.close();
  server.closeAllConnections();
});
