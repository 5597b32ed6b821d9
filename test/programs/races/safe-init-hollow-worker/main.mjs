// expect: nothing
// The worker says when its table has been read, and is asked after that.
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const worker = new Worker(new URL('./labels.mjs', import.meta.url));
await once(worker, 'message');
const names = [];
worker.on('message', (name) => names.push(name));
for (const code of ['de', 'fr']) worker.postMessage({ code });
worker.postMessage({ isLast: true });
await once(worker, 'exit');
console.log(names.join(' '));
