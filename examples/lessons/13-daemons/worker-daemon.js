'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

async function main() {
  const monitor = new Worker(__filename);
  monitor.postMessage('how are we doing?');
  const [answer] = await once(monitor, 'message');
  console.log('monitor:', answer);
  // From here on a daemon: it may go on, but nobody waits for it.
  monitor.unref();
}

if (isMainThread) main();
else parentPort.on('message', () => parentPort.postMessage('healthy'));
