// expect: none exit 0
// Takes as many at a time as it needs, so nobody holds some and waits for more.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Rack {
  constructor(count) {
    this.free = count;
    this.queue = [];
  }
  take(wanted) {
    return new Promise((resolve) => {
      this.queue.push({ wanted, resolve });
      this.serve();
    });
  }
  putBack(count) {
    this.free += count;
    this.serve();
  }
  serve() {
    while (this.queue.length > 0 && this.queue[0].wanted <= this.free) {
      const { wanted, resolve } = this.queue.shift();
      this.free -= wanted;
      resolve();
    }
  }
}

const rack = new Rack(4);
async function weave(colours, ms) {
  await rack.take(colours);
  try {
    await delay(ms);
  } finally {
    rack.putBack(colours);
  }
}
weave(2, 3)
  .then(() => Promise.all([weave(2, 20), weave(2, 30), weave(2, 25), weave(3, 40)]))
  .then(() => console.log(rack.free));
