// expect: nothing
// A board has lamps. Whoever sets it up anew puts out those that burn, and leaves an empty list to whoever comes; the lamp of a set-up that was asked for first, and comes late, stands beside the other one.
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const bus = new EventEmitter();
let lamps = [];

bus.on('reset', resetLamps);

function resetLamps() {
  lamps.forEach((lamp) => lamp.stop());
  lamps = [];
}

function light(name) {
  const lamp = { name, burns: true, stop: () => console.log('stopped') };
  lamps.push(lamp);
}

async function setUp(name, delay) {
  bus.emit('reset');
  await sleep(delay);
  light(name);
  return name;
}

setTimeout(() => setUp('hall', 90).then(console.log), 10);
setTimeout(() => setUp('attic', 90).then(console.log), 40);
