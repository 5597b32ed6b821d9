// expect: nothing
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const table = new Map();
const gate = new Int32Array(new SharedArrayBuffer(4));

for (const name of ['ann', 'bob']) {
  const player = new Worker(path.join(__dirname, 'player.js'), { workerData: { name, gate } });
  player.on('message', ({ op, key, value }) => {
    if (op === 'get') player.postMessage(table.get(key));
    else {
      table.set(key, value);
      player.postMessage(true);
    }
  });
  player.on('exit', () => console.log(table.get('report')));
}
