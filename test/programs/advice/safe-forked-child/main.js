// expect: nothing
// stop-after: 3
// The child has work of its own.
'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');

async function main() {
  const probe = fork(`${__dirname}/probe.js`);
  const [first] = await once(probe, 'message');
  console.log(first);
}
main();
