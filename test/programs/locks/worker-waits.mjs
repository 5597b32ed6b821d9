// expect: none exit 0
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { once } from 'node:events';
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage(2);
  const [answer] = await once(worker, 'message');
  console.log(answer);
  await worker.terminate();
} else {
  const next = () => once(parentPort, 'message').then(([n]) => n);
  for (;;) parentPort.postMessage((await next()) * 2);
}
