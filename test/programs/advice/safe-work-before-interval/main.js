// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// All that takes long is done before the interval is there.
async function main() {
  await sleep(10);
  const until = performance.now() + 150;
  const rounds = Array.from({ length: 60 }, (_, i) => {
    while (performance.now() < until - 150 + i * 2.5);
    return i;
  });
  let beats = 0;
  const beat = setInterval(() => beats++, 20);
  await sleep(60);
  clearInterval(beat);
  console.log(rounds.length, beats > 0);
}
main();
