// expect: race.shared-memory tally.js:9
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { Tally } = require('./tally');

const words = ['red', 'green', 'blue', 'red'];

if (isMainThread) {
  const shared = new SharedArrayBuffer(4 * 3);
  const exits = [1, 2].map(() => {
    const worker = new Worker(__filename, { workerData: { shared } });
    return new Promise((resolve) => worker.on('exit', resolve));
  });
  Promise.all(exits).then(() => console.log(new Tally(shared).total() > 0));
} else {
  const tally = new Tally(workerData.shared);
  for (let i = 0; i < 30_000; i++) tally.add(words[i % words.length].length - 3);
}
