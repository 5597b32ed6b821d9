// expect: race.order.use-before-init classify.mjs:14
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const worker = new Worker(new URL('./classify.mjs', import.meta.url));
await once(worker, 'online');
setTimeout(() => worker.postMessage({ x: 4 }), 150);
const [answer] = await once(worker, 'message');
console.log(`label ${answer.label}`);
await worker.terminate();
