// expect: nothing
// never: listener.leak
// Sixteen parts of one page, each of which listens for as long as it is there.
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const theme = new EventEmitter();
theme.setMaxListeners(20);

class Part {
  constructor(name) {
    this.name = name;
    this.colour = 'light';
    theme.on('change', (colour) => (this.colour = colour));
  }
}

async function main() {
  const parts = [];
  for (let i = 0; i < 16; i++) parts.push(new Part(`part ${i}`));
  for (const colour of ['dark', 'light', 'dark']) {
    await sleep(5);
    theme.emit('change', colour);
  }
  console.log(parts.every((part) => part.colour === 'dark'));
}
main();
