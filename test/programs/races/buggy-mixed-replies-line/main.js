// expect: race.order.last-write main.js:16,18
// A thread measures pictures; whoever asks stands in a line, and each reply goes to the first one of it, though small pictures are done sooner.
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

function openGauge() {
  const line = [];
  const thread = new Worker(path.join(__dirname, 'gauge.cjs'));
  thread.on('message', (size) => {
    const next = line.shift();
    if (next) next(size);
  });
  return {
    measure(picture) {
      const answered = new Promise((resolve) => line.push(resolve));
      const asked = { picture, rows: picture.length };
      thread.postMessage(asked);
      return answered;
    },
    close: () => thread.terminate(),
  };
}

async function main() {
  const gauge = openGauge();
  const sizes = await Promise.all([gauge.measure('panorama'), gauge.measure('dot')]);
  console.log(sizes.join(' '));
  await gauge.close();
}

main();
