// expect: race.order.last-write 9,8
// Both calls hear the first reply, and the worker is ended before the second one comes: nobody ever had the answer to the longer question.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const ask = (ms) =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(ms);
    });
  const answers = await Promise.all([ask(60), ask(5)]);
  console.log(answers.length);
  await worker.terminate();
} else {
  parentPort.on('message', (ms) => setTimeout(() => parentPort.postMessage(ms), ms));
}
