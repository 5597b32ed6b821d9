// expect: deadlock.actual 17,8
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
if (!isMainThread) {
  async function serve() {
    for (;;) {
      const [job] = await once(parentPort, 'message');
      parentPort.postMessage(job * 2);
    }
  }
  await serve();
} else {
  const worker = new Worker(fileURLToPath(import.meta.url));
  async function start() {
    // the worker will say when it is ready
    const [hello] = await once(worker, 'message');
    console.log(hello);
    worker.postMessage(21);
  }
  await start();
}
