'use strict';
const { EventEmitter } = require('node:events');

class Connection extends EventEmitter {
  available = true;
  send(text, done) {
    this.available = false;
    setImmediate(() => {
      this.available = true;
      done(text.length);
      this.emit('available');
    });
  }
  close() {
    setImmediate(() => this.emit('close'));
  }
}
module.exports = { Connection };
