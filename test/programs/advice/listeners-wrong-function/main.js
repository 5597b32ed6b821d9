// expect: listener.leak main.js:14
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

class Progress extends EventEmitter {}
const progress = new Progress();

class Upload {
  constructor(name) {
    this.name = name;
  }
  start() {
    progress.on('tick', this.onTick.bind(this));
  }
  onTick() {
    this.ticks = (this.ticks ?? 0) + 1;
  }
  stop() {
    progress.removeListener('tick', this.onTick.bind(this));
  }
}

async function main() {
  progress.setMaxListeners(0);
  for (let i = 0; i < 30; i++) {
    const upload = new Upload(`file ${i}`);
    upload.start();
    await sleep(3);
    progress.emit('tick');
    upload.stop();
  }
  console.log(progress.listenerCount('tick') > 0);
}
main();
