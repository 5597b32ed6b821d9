// expect: nothing
// stop-after: 4
// A thread is there to compute, and has not come to its end when the time of the run is over; the main thread goes on with its own.
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./digits.mjs', import.meta.url));
worker.on('message', (digits) => console.log(digits));
let beats = 0;
setInterval(() => beats++, 50);
