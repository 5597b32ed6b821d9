// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// A fixed crowd of devices, each with its own beat, and requests that clear theirs.
const devices = Array.from({ length: 30 }, (_, i) => ({ i, beats: 0 }));
for (const device of devices) device.timer = setInterval(() => device.beats++, 20 + device.i);

async function request() {
  const beat = setInterval(() => {}, 1000);
  await sleep(10);
  clearInterval(beat);
}

async function main() {
  for (let i = 0; i < 40; i++) await request();
  for (const device of devices) clearInterval(device.timer);
  console.log(devices.every((d) => d.beats > 0));
}
main();
