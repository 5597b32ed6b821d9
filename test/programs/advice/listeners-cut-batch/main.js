// expect: listener.leak main.js:10
'use strict';
const { setMaxListeners } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const shutdown = new AbortController();
setMaxListeners(0, shutdown.signal);

async function load(name) {
  shutdown.signal.addEventListener('abort', () => console.log('stopped', name));
  await sleep(2);
  return name.length;
}

async function main() {
  let bytes = 0;
  for (let round = 0; round < 10; round++) {
    const sizes = await Promise.all(['a', 'be', 'cat'].map(load));
    for (const size of sizes) bytes += size;
  }
  console.log(bytes);
}
main();
