// expect: nothing
// A box for one letter: one thread waits until it is empty and fills it, the other waits until it is full and empties it.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const LETTERS = 5;

function put(cells) {
  while (Atomics.load(cells, 0) === 1);
  Atomics.store(cells, 0, 1);
}

function take(cells) {
  while (Atomics.load(cells, 0) === 0);
  Atomics.store(cells, 0, 0);
}

if (isMainThread) {
  const cells = new Int32Array(new SharedArrayBuffer(4));
  for (const role of ['sender', 'receiver']) {
    new Worker(fileURLToPath(import.meta.url), { workerData: { cells, role } }).on('message', (text) => console.log(text));
  }
} else {
  for (let i = 0; i < LETTERS; i++) (workerData.role === 'sender' ? put : take)(workerData.cells);
  if (workerData.role === 'receiver') parentPort.postMessage(`${LETTERS} letters`);
}
