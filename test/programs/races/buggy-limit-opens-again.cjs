// expect: race.order.use-after-close 21,31
// The limit of time for an opening is left on when the link is up, and taken down again: it finds `up` false as at the beginning, and opens another one.
const { EventEmitter } = require('node:events');

class Wire extends EventEmitter {
  constructor(answers) {
    super();
    if (answers) setTimeout(() => this.emit('up'), 5);
  }
  end() {}
}

class Feed extends EventEmitter {
  constructor() {
    super();
    this.up = false;
    this.tries = 0;
  }
  start() {
    if (this.up) return;
    this.wire = new Wire(this.wire === undefined);
    this.wire.once('up', () => {
      this.up = true;
      this.emit('up');
    });
    setTimeout(() => {
      if (!this.up && this.tries++ < 3) this.start();
    }, 60);
  }
  disconnect() {
    this.up = false;
    this.wire.end();
  }
}

const feed = new Feed();
feed.once('up', () => feed.disconnect());
feed.start();
