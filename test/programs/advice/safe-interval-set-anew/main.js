// expect: nothing
// stop-after: 4
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// The beat is what the program is for: whoever changes its pace ends the old one, and goes.
let beat;
let n = 0;

async function pace(ms) {
  clearInterval(beat);
  await null;
  beat = setInterval(() => process.stderr.write(`beat ${n++}\n`), ms);
}

async function main() {
  await pace(100);
  await sleep(350);
  await pace(50);
}

main();
