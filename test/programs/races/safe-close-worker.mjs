// expect: nothing
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
const worker = new Worker(`require('node:worker_threads').parentPort.on('message', () => {})`, { eval: true });
await once(worker, 'online');
let posted = 0;
async function feed(ms) {
  for (let i = 0; i < 3; i++) {
    await delay(ms);
    // What is posted to a worker that has been terminated is lost without a word.
    posted++;
    worker.postMessage({ i });
  }
}
const slow = feed(30);
await feed(2);
await slow;
await worker.terminate();
console.log(posted);
