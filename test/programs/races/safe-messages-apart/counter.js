'use strict';
const { parentPort, workerData } = require('node:worker_threads');

const open = new Map();

function ask(message) {
  return new Promise((resolve) => {
    const id = open.size;
    open.set(id, resolve);
    parentPort.postMessage({ id, river: 'upper', ...message });
  });
}

parentPort.on('message', ({ id, total }) => open.get(id)(total));

async function main() {
  for (let i = 0; i < workerData; i++) {
    await ask({ turn: 'take' });
    const total = await ask({});
    await ask({ total: total + 1 });
    await ask({ turn: 'give' });
  }
  parentPort.close();
}

main();
