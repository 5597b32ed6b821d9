// expect: nothing
// The limit of time for an opening is left on when the link is taken down, and finds by a mark of its own that this was meant.
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
    this.ended = false;
  }
  start() {
    if (this.up) return;
    this.wire = new Wire(this.wire === undefined);
    this.wire.once('up', () => {
      this.up = true;
      this.emit('up');
    });
    setTimeout(() => {
      if (!this.up && !this.ended && this.tries++ < 3) this.start();
    }, 60);
  }
  disconnect() {
    this.up = false;
    this.ended = true;
    this.wire.end();
  }
}

const feed = new Feed();
feed.once('up', () => feed.disconnect());
feed.start();
