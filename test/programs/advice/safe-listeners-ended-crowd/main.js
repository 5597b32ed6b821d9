// expect: nothing
// never: listener.leak
// Each journey has a radio of its own, and each of its passengers listens to it until the journey is over.
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: pause } = require('node:timers/promises');

async function ride(radio, seconds) {
  let delay = 0;
  radio.on('delay', (minutes) => {
    delay += minutes;
  });
  await pause(seconds);
  return delay;
}

async function journey(passengers) {
  const radio = new EventEmitter();
  radio.setMaxListeners(passengers);
  const rides = Array.from({ length: passengers }, (_, i) => ride(radio, 5 + (i % 3)));
  await pause(2);
  radio.emit('delay', 4);
  return (await Promise.all(rides)).every((minutes) => minutes === 4);
}

async function main() {
  for (const passengers of [14, 20, 17, 12]) console.log(await journey(passengers));
}
main();
