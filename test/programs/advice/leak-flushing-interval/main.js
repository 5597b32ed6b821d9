// expect: timer.leak log.js:9
// stop-after: 4
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { Log } = require('./log.js');

async function main() {
  const log = new Log();
  for (const step of ['read', 'check', 'write']) {
    log.add(step);
    await sleep(20);
  }
  console.log('done');
}

main();
