'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

async function countDown(name, from, delay) {
  for (let n = from; n > 0; n--) {
    console.log(name, n);
    await sleep(delay * 1000 * scale);
  }
}

async function main() {
  const begun = performance.now();
  await countDown('A', 3, 1);
  await countDown('B', 3, 0.8);
  await countDown('C', 3, 0.5);
  console.log('in turn:', ((performance.now() - begun) / 1000 / scale).toFixed(1), 's');
}

main();
