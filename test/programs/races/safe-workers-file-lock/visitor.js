'use strict';
const fs = require('node:fs');
const { workerData } = require('node:worker_threads');

const { file } = workerData;
const cell = new Int32Array(workerData.lock);

function locked(work) {
  while (Atomics.compareExchange(cell, 0, 0, 1) !== 0) Atomics.wait(cell, 0, 1);
  work();
  Atomics.store(cell, 0, 0);
  Atomics.notify(cell, 0, 1);
}

for (let i = 0; i < 5; i++) {
  locked(() => {
    const visits = Number(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, String(visits + 1));
  });
}
