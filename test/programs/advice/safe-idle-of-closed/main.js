// expect: nothing
// stop-after: 5
'use strict';
const { EventEmitter } = require('node:events');

// One feed clears its timer when it ends; the other one is never ended, and has its timer for that.
class ChangeFeed extends EventEmitter {
  constructor(idleMs) {
    super();
    this.idleMs = idleMs;
    this.over = false;
    this.seen = 0;
  }
  take() {
    if (this.over) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.emit('silent'), this.idleMs);
    this.seen++;
  }
  stop() {
    this.over = true;
    clearTimeout(this.idle);
    this.emit('end', this.seen);
  }
}

const feed = new ChangeFeed(3_600_000);
const other = new ChangeFeed(90_000);
feed.once('end', (seen) => console.log('seen', seen));
other.once('silent', () => console.log('nothing more', other.seen));
feed.take();
setTimeout(() => other.take(), 5);
setTimeout(() => feed.take(), 10);
setTimeout(() => other.take(), 20);
setTimeout(() => feed.stop(), 30);
