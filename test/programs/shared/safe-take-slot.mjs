// expect: nothing
// Look and take are one step.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const FREE = 0;
const SLOTS = 16;

function take(slots, owner) {
  for (let i = 0; i < SLOTS; i++) {
    if (Atomics.load(slots, i) !== FREE) continue;
    if (Atomics.compareExchange(slots, i, FREE, owner) === FREE) return i;
  }
  return -1;
}

if (isMainThread) {
  const slots = new Int32Array(new SharedArrayBuffer(SLOTS * 4));
  const answers = [1, 2, 3].map(
    (owner) =>
      new Promise((resolve) =>
        new Worker(fileURLToPath(import.meta.url), { workerData: { slots, owner } }).once('message', resolve),
      ),
  );
  const taken = (await Promise.all(answers)).flat();
  console.log(taken.every((i) => i >= 0));
} else {
  const { slots, owner } = workerData;
  parentPort.postMessage([take(slots, owner), take(slots, owner)]);
}
