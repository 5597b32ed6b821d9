// expect: nothing
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const table = new Map();
const ready = [];

for (const name of ['ann', 'bob']) {
  const player = new Worker(path.join(__dirname, 'player.js'), { workerData: name });
  player.on('message', async ({ op, key, value }) => {
    if (op === 'ready') {
      ready.push(player);
      if (ready.length === 2) for (const other of ready) other.postMessage(true);
    } else player.postMessage(await handle(op, key, value));
  });
}

async function handle(op, key, value) {
  if (op === 'get') return table.get(key);
  table.set(key, value);
  return true;
}
