// expect: nothing
// One painter is sent home with a wall still to paint; the other one has painted his, and is sent home as well.
'use strict';
const { once } = require('node:events');
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

function painter() {
  return new Worker(join(__dirname, 'painter.js'));
}

async function main() {
  const [first, second] = [painter(), painter()];
  await Promise.all([once(first, 'online'), once(second, 'online')]);
  first.postMessage({ wall: 'north', ms: 5000 });
  second.postMessage({ wall: 'south', ms: 20 });
  const [done] = await once(second, 'message');
  console.log(done);
  first.postMessage({ wall: 'west', ms: 20 });
  await first.terminate();
  await second.terminate();
}

main();
