// expect: loop.blocked main.js:26 | loop.blocked main.js:8 | loop.blocked main.js:9 | loop.blocked main.js:10 | loop.blocked main.js:11
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// Nobody renews the lease while the pairs are counted, and it is given back before its timer has its turn.
async function countPairs(size) {
  let found = 0;
  for (let a = 1; a < size; a++) {
    for (let b = a; b < size; b++) {
      if (Number.isInteger(Math.hypot(a, b))) found++;
    }
  }
  return found;
}

class Lease {
  renewals = 0;
  timer = setInterval(() => this.renewals++, 20);
  release() {
    clearInterval(this.timer);
  }
}

async function job() {
  const lease = new Lease();
  await sleep(5);
  const found = await countPairs(9000);
  lease.release();
  console.log(found > 0);
}
job();
