// expect: nothing
// stop-after: 4
'use strict';
const { Lease } = require('./lease');

async function main() {
  const lease = new Lease('reports');
  await lease.take();
  console.log('wrote the report');
  await lease.giveUp();
  await lease.take();
}

main();
