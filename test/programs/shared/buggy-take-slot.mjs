// expect: race.shared-memory 12
// Two threads can find the same slot free.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const FREE = 0;
const SLOTS = 16;

function take(slots, owner) {
  for (let i = 0; i < SLOTS; i++) {
    if (Atomics.load(slots, i) !== FREE) continue;
    Atomics.store(slots, i, owner);
    return i;
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
