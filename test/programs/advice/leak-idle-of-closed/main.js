// expect: timer.leak main.js:17 ; timer.leak main.js:36
// stop-after: 5
'use strict';
const { EventEmitter } = require('node:events');

// The feed and the lease are ended; the timers that each use has set anew go on.
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
    this.emit('end', this.seen);
  }
}

function makeLease(ms) {
  let guard = null;
  let ended = false;
  let renewed = 0;
  return {
    renew() {
      if (ended) return false;
      clearTimeout(guard);
      renewed++;
      // When nobody renews it any more, it has expired.
      guard = setTimeout(() => console.log('expired', renewed), ms);
      return true;
    },
    end() {
      ended = true;
      return renewed;
    },
  };
}

const feed = new ChangeFeed(3_600_000);
const lease = makeLease(90_000);
feed.once('end', (seen) => console.log('seen', seen, lease.end()));
feed.take();
lease.renew();
setTimeout(() => {
  feed.take();
  lease.renew();
}, 10);
setTimeout(() => feed.stop(), 30);
