'use strict';
// Web Locks have names instead of objects (Node 24 and newer).
const { setTimeout: sleep } = require('node:timers/promises');

async function work(name, first, second) {
  await navigator.locks.request(first, async () => {
    console.log(name, 'has its first lock');
    await sleep(20);
    await navigator.locks.request(second, () => console.log(name, 'has both'));
  });
}

async function main() {
  await Promise.all([work('one', 'A', 'B'), work('two', 'B', 'A')]);
  console.log('done');
}

main();
