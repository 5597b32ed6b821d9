// expect: nothing
import { once } from 'node:events';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
if (!isMainThread) {
  parentPort.postMessage('ready');
  const [job] = await once(parentPort, 'message');
  parentPort.postMessage(job * 2);
} else {
  const worker = new Worker(fileURLToPath(import.meta.url));
  const [hello] = await once(worker, 'message');
  worker.postMessage(21);
  const [answer] = await once(worker, 'message');
  console.log(hello, answer);
}
