// expect: nothing
'use strict';
const { EventEmitter } = require('node:events');

class Feed extends EventEmitter {
  constructor(link) {
    super();
    this.link = link;
    this.beats = 0;
  }

  /** Says that it is there, once it has been silent for a while. */
  open(pause) {
    this.link.send('open');
    setTimeout(() => {
      try {
        this.link.send('beat');
      } catch {
        // Nobody has to know that it has been closed.
      }
    }, pause);
  }

  close() {
    this.link.send('close');
    // The beat that was to come finds nothing, and that is all.
    this.link = null;
  }
}

const sent = [];
const feed = new Feed({ send: (text) => sent.push(text) });
feed.on('failed', () => sent.push('failure'));
feed.open(40);
setTimeout(() => feed.close(), 10);
setTimeout(() => console.log(sent.length), 80);
