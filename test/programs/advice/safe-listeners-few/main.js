// expect: nothing
// never: listener.leak
'use strict';
const { EventEmitter } = require('node:events');
const { setImmediate: turn } = require('node:timers/promises');

// A few more parts than Node thinks usual subscribe one after the other while the program starts, and that is all it does.
const settings = new EventEmitter();

async function load(name) {
  await turn();
  const part = { name, mode: 'day' };
  settings.on('change', (mode) => (part.mode = mode));
  return part;
}

async function main() {
  const parts = [];
  for (let i = 0; i < 16; i++) parts.push(await load(`part ${i}`));
  settings.emit('change', 'night');
  console.log(parts.every((part) => part.mode === 'night'));
}

main();
