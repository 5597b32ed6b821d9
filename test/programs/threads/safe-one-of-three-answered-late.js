// expect: nothing
// Each call has a number, and an answer goes by it. All three are answered, the second one last.
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (!isMainThread) {
  parentPort.on('message', ({ id, text }) => {
    const found = text.match(/\d/);
    if (found) parentPort.postMessage({ id, digit: Number(found[0]) });
    else setTimeout(() => parentPort.postMessage({ id, digit: 0 }), 300);
  });
  return;
}

const worker = new Worker(__filename);
const open = new Map();
function ask(text) {
  return new Promise((resolve) => {
    const id = open.size;
    open.set(id, resolve);
    worker.postMessage({ id, text });
  });
}
worker.on('message', ({ id, digit }) => open.get(id)(digit));

async function main() {
  const digits = await Promise.all(['a1', 'b', 'c3'].map(ask));
  console.log(digits.length);
  await worker.terminate();
}
main();
