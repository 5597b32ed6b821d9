// expect: race.check-then-act 46,47,48
/**
 * SIOC: socket.io-client, https://github.com/socketio/socket.io/issues/3358: the client never connects again.
 * Root cause: a second channel opens the shared connection while the first one waits to try again; the cleanup of that attempt cancels the timer of the first, and the mark
 * that only the timer takes back keeps everybody from trying.
 * Original fix: a new channel does not open the connection while somebody waits to try again.
 */
'use strict';
const { EventEmitter, once } = require('node:events');

class Manager extends EventEmitter {
  constructor(dial) {
    super();
    this.dial = dial;
    this.state = 'closed';
    this.reconnecting = false;
    this.subs = [];
  }
  channel(name) {
    if (this.state === 'closed') this.open(() => this.reconnect());
    return name;
  }
  open(failed) {
    this.state = 'opening';
    this.dial((error) => {
      this.cleanup();
      if (error) {
        this.state = 'closed';
        failed();
        this.emit('failed');
        return;
      }
      this.state = 'open';
      this.emit('open');
    });
  }
  cleanup() {
    while (this.subs.length > 0) this.subs.shift()();
  }
  close() {
    this.cleanup();
    this.reconnecting = false;
    this.state = 'closed';
  }
  reconnect() {
    if (this.reconnecting) return;
    this.reconnecting = true;
    const timer = setTimeout(() => {
      this.open(() => {
        this.reconnecting = false;
        this.reconnect();
      });
    }, 400);
    this.subs.push(() => clearTimeout(timer));
  }
}

let up = false;
const manager = new Manager((done) => setImmediate(() => done(up ? null : new Error('ECONNREFUSED'))));

async function main() {
  manager.on('open', () => console.log('open'));
  const first = once(manager, 'failed');
  manager.channel('/room1');
  await first;
  manager.channel('/room2');
  setTimeout(() => {
    up = true;
  }, 100);
  setTimeout(() => {
    console.log(manager.state);
    manager.close();
  }, 900);
}
main();
