// expect: race.atomicity counter.js:19
// Two threads count at two weirs, one after the other in this run: each asks how many salmon there are, and sends back one more. Nothing keeps the second from coming sooner.
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const salmon = new Map([['upper', 0]]);
const asked = [];

function count(passages) {
  const counter = new Worker(path.join(__dirname, 'counter.js'), { workerData: passages });
  counter.on('message', ({ id, river, total }) => {
    if (total !== undefined) salmon.set(river, total);
    else asked.push(id);
    counter.postMessage({ id, total: salmon.get(river) });
  });
  return new Promise((resolve) => counter.once('exit', resolve));
}

const east = count(3);
setTimeout(async () => {
  await Promise.all([east, count(2)]);
  console.log('salmon', salmon.get('upper'), 'asked', asked.length);
}, 400);
