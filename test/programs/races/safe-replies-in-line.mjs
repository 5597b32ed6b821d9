// expect: nothing
// As buggy-replies-cut-off.mjs, but each question waits for the answer to the one before.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  let line = Promise.resolve();
  const ask = (ms) => {
    const answer = line.then(
      () =>
        new Promise((resolve) => {
          worker.once('message', resolve);
          worker.postMessage(ms);
        }),
    );
    line = answer.catch(() => undefined);
    return answer;
  };
  const answers = await Promise.all([ask(60), ask(5)]);
  console.log(answers.join());
  await worker.terminate();
} else {
  parentPort.on('message', (ms) => setTimeout(() => parentPort.postMessage(ms), ms));
}
