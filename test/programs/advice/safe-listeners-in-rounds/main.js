// expect: nothing
// Rounds of work, each longer than the one before, of which every step takes its listener back when it is done.
'use strict';
const { EventEmitter, once } = require('node:events');

const weather = new EventEmitter();
weather.setMaxListeners(0);

function fly(kite, ms) {
  return new Promise((resolve, reject) => {
    const onStorm = () => reject(new Error(`${kite} came down`));
    setTimeout(() => {
      weather.off('storm', onStorm);
      resolve(kite);
    }, ms);
    weather.on('storm', onStorm);
  });
}

async function main() {
  let flown = 0;
  for (let round = 1; round <= 5; round++) {
    const kites = await Promise.all([1, 2, 3, 4].map((n) => fly(`kite ${n}`, round * round * 3 + n * round)));
    flown += kites.length;
  }
  setTimeout(() => weather.emit('calm'), 10);
  await once(weather, 'calm');
  console.log('flown', flown);
}

main();
