// expect: nothing
// Two threads count at two weirs: each takes the turn by a message, asks how many salmon there are, sends back one more, and gives the turn away.
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const salmon = new Map([['upper', 0]]);
const waiting = [];
let holder = null;

function nextTurn() {
  holder = waiting.shift() ?? null;
  holder?.();
}

function count(passages) {
  const counter = new Worker(path.join(__dirname, 'counter.js'), { workerData: passages });
  counter.on('message', ({ id, river, total, turn }) => {
    if (turn === 'take') {
      waiting.push(() => counter.postMessage({ id }));
      if (holder === null) nextTurn();
      return;
    }
    if (turn === 'give') nextTurn();
    if (total !== undefined) salmon.set(river, total);
    counter.postMessage({ id, total: salmon.get(river) });
  });
  return new Promise((resolve) => counter.once('exit', resolve));
}

const east = count(3);
setTimeout(async () => {
  await Promise.all([east, count(2)]);
  console.log('salmon', salmon.get('upper'));
}, 400);
