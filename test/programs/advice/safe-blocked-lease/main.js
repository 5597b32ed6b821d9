// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

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

// The lease is given back first: nothing is due while the pairs are counted. The next one is new when it is given back.
async function job() {
  const lease = new Lease();
  await sleep(50);
  lease.release();
  await null;
  const found = await countPairs(9000);
  const next = new Lease();
  await null;
  next.release();
  console.log(found > 0);
}
job();
