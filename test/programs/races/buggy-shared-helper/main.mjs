// expect: race.shared-memory grid.mjs:9
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const memory = new SharedArrayBuffer(16 * 4);
const workers = [0, 1].map((seed) => new Worker(new URL('./walker.mjs', import.meta.url), { workerData: { memory, seed } }));
await Promise.all(workers.map((w) => once(w, 'exit')));
const grid = new Int32Array(memory);
console.log('visits', grid.reduce((a, b) => a + b) > 0);
