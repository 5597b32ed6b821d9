// expect: nothing
// never: worker.spawn-per-task
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// A thread for each of a few documents, one after the other: it has many parts to work on, and is done with all of them.
if (!isMainThread) {
  parentPort.on('message', (part) => parentPort.postMessage(part.length));
} else {
  const measure = async (parts) => {
    const worker = new Worker(__filename);
    let size = 0;
    for (const part of parts) {
      worker.postMessage(part);
      const [length] = await once(worker, 'message');
      size += length;
    }
    await worker.terminate();
    return size;
  };
  (async () => {
    const sizes = [];
    for (const title of ['a', 'bb', 'ccc', 'dd', 'e', 'ff']) sizes.push(await measure([title, `${title} 1`, `${title} 2`, `${title} 3`]));
    console.log(sizes.join(' '));
  })();
}
