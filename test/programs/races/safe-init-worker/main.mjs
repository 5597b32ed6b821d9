// expect: nothing
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const loaded = new Worker(new URL('./classify.mjs', import.meta.url));
await once(loaded, 'online');
setTimeout(() => loaded.postMessage({ x: 4 }), 150);
const [answer] = await once(loaded, 'message');
console.log(`label ${answer.label}`);
await loaded.terminate();

// The labels come first, by the same port.
const told = new Worker(new URL('./told.mjs', import.meta.url));
told.postMessage({ labels: ['cat', 'dog'] });
told.postMessage({ x: 5 });
const [second] = await once(told, 'message');
console.log(`label ${second.label}`);

// The labels are loaded when the first message says so, and the second one waits for the answer.
told.postMessage({ file: 'model.json' });
const [{ ready }] = await once(told, 'message');
if (ready) told.postMessage({ y: 4 });
const [third] = await once(told, 'message');
console.log(`label ${third.label}`);
await told.terminate();
