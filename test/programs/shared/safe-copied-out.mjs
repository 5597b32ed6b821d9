// expect: nothing
// The levels are copied when the worker has said that they are complete, and it waits for the answer; what it copies for itself comes from memory of its own.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const memory = new SharedArrayBuffer(64 * 4);
  const levels = new Float32Array(memory);
  const history = new Float32Array(128);
  const worker = new Worker(new URL(import.meta.url), { workerData: memory });
  worker.on('message', (round) => {
    history.set(levels, round % 2 ? 64 : 0);
    worker.postMessage(round < 4);
  });
  worker.on('exit', () => console.log('levels copied', history.length));
} else {
  const levels = new Float32Array(workerData);
  const silence = new Float32Array(64);
  let round = 0;
  const measure = () => {
    levels.set(silence);
    levels.fill(++round);
    parentPort.postMessage(round);
  };
  parentPort.on('message', (more) => (more ? setTimeout(measure, 20) : parentPort.close()));
  measure();
}
