// expect: worker.clone-cost@info main.js:14
'use strict';
const { once } = require('node:events');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const prices = Array.from({ length: 25_000 }, (_, i) => `price of article ${i}`);
  const clerk = new Worker(__filename);
  (async () => {
    let found = 0;
    // Less than a megabyte each.
    for (const article of ['7', '59', '400', '2001', '24999', '3', '12', '88']) {
      const reply = once(clerk, 'message');
      clerk.postMessage({ article, prices });
      found += (await reply)[0];
    }
    console.log(found);
    await clerk.terminate();
  })();
} else {
  parentPort.on('message', ({ article, prices }) => parentPort.postMessage(prices.filter((line) => line.endsWith(` ${article}`)).length));
}
