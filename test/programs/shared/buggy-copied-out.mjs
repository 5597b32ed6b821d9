// expect: race.shared-memory 17
// The loudness of a hall is copied out of shared memory while the worker still writes it.
import { isMainThread, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const memory = new SharedArrayBuffer(64 * 4);
  const levels = new Float32Array(memory);
  const history = new Float32Array(64);
  const worker = new Worker(new URL(import.meta.url), { workerData: memory });
  const look = setInterval(() => history.set(levels.subarray(0, 32), 16), 8);
  worker.on('exit', () => {
    clearInterval(look);
    console.log('levels copied', history.length);
  });
} else {
  const levels = new Float32Array(workerData);
  const tick = setInterval(() => levels.fill(levels.length), 12);
  setTimeout(clearInterval, 150, tick);
}
