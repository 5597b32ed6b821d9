// expect: race.order.use-before-init labels.mjs:13,labels.mjs:9
// The worker is asked for names before its table has been read, and answers with the bare codes.
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const worker = new Worker(new URL('./labels.mjs', import.meta.url));
const names = [];
worker.on('message', (name) => names.push(name));
for (const code of ['de', 'fr']) worker.postMessage({ code });
worker.postMessage({ isLast: true });
await once(worker, 'exit');
console.log(names.join(' '));
