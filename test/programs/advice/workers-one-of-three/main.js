// expect: worker.idle@info main.js:8
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { pbkdf2Sync } = require('node:crypto');

// Whoever is not busy gets the next piece of work; but nobody ever says that it is.
async function main() {
  const pool = Array.from({ length: 3 }, () => ({ worker: new Worker(__filename), busy: false }));
  const answers = new Map();
  for (const { worker } of pool) worker.on('message', ({ text, hash }) => answers.get(text)(hash));
  const run = (text) =>
    new Promise((resolve) => {
      const { worker } = pool.find(({ busy }) => !busy) ?? pool[0];
      answers.set(text, resolve);
      worker.postMessage(text);
    });
  for (let round = 0; round < 4; round++) await Promise.all(['a', 'b', 'c'].map((name) => run(name + round)));
  await Promise.all(pool.map(({ worker }) => worker.terminate()));
}

if (isMainThread) main();
else {
  parentPort.on('message', (text) => {
    const begin = process.cpuUsage();
    let hash = text;
    while (process.cpuUsage(begin).user < 80_000) hash = pbkdf2Sync(hash, 'salt', 20_000, 32, 'sha256').toString('hex');
    parentPort.postMessage({ text, hash });
  });
}
