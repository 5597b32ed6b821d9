// expect: nothing
// never: listener.leak
// Lamps that are hung up room by room. What each of them listens for it uses for as long as it hangs there, long after the function that hung it up has ended.
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: pause } = require('node:timers/promises');

const house = new EventEmitter();
house.setMaxListeners(64);

async function hang(room, n) {
  let isLit = false;
  house.on('dusk', (dark) => {
    isLit = Boolean(dark);
  });
  await pause(1 + (n % 2));
  return { room, isLit: () => isLit };
}

async function main() {
  const lamps = [];
  for (const room of ['hall', 'kitchen', 'cellar']) lamps.push(...(await Promise.all(Array.from({ length: 12 }, (_, n) => hang(room, n)))));
  house.emit('dusk', true);
  console.log(lamps.every((lamp) => lamp.isLit()));
}
main();
