// expect: nothing
'use strict';
const { setMaxListeners } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const shutdown = new AbortController();
setMaxListeners(0, shutdown.signal);

// Four at the beginning and a few more, which stay: batches that do not go on.
async function load(name) {
  shutdown.signal.addEventListener('abort', () => console.log('stopped', name));
  await sleep(2);
  return name.length;
}

async function main() {
  let bytes = 0;
  for (let round = 0; round < 4; round++) {
    const sizes = await Promise.all(['a', 'be', 'cat', 'door'].map(load));
    for (const size of sizes) bytes += size;
  }
  for (let round = 0; round < 20; round++) bytes += await sleep(2, 1);
  console.log(bytes);
}
main();
