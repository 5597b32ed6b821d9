// expect: nothing
/**
 * SIOC, repaired: a new channel does not open the connection while somebody waits to try again.
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
    if (this.state === 'closed' && !this.reconnecting) this.open(() => this.reconnect());
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

// Who cancels may do the work itself.
class Outbox {
  constructor() {
    this.pending = false;
  }
  add() {
    if (this.pending) return;
    this.pending = true;
    this.timer = setTimeout(() => {
      this.pending = false;
      console.log('sent');
    }, 2000);
  }
  flush() {
    clearTimeout(this.timer);
    if (this.pending) console.log('sent at once');
  }
}
const outbox = new Outbox();
outbox.add();
setTimeout(() => outbox.flush(), 1000);
