// expect: nothing
// The indexer is replaced while it has a question; what it has not answered the next one is asked again.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

if (!isMainThread) {
  parentPort.on('message', ({ id, text }) => setTimeout(() => parentPort.postMessage({ id, size: text.length }), text.length));
} else {
  const questions = new Map();
  let asked = 0;
  let indexer;

  const start = () => {
    indexer = new Worker(fileURLToPath(import.meta.url));
    indexer.on('message', ({ id, size }) => {
      questions.get(id).resolve(size);
      questions.delete(id);
    });
    for (const [id, { text }] of questions) indexer.postMessage({ id, text });
  };
  const ask = (text) =>
    new Promise((resolve) => {
      questions.set(++asked, { resolve, text });
      indexer.postMessage({ id: asked, text });
    });

  start();
  await ask('warm up');
  const long = ask('x'.repeat(400));
  await indexer.terminate();
  start();
  console.log(await ask('short'));
  console.log(await long);
  await indexer.terminate();
}
