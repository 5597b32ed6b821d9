// expect: race.order.use-after-close 20,33
// Whether the link is to be opened again is set by a field; the close takes that back, and leaves on the timer that was set before.
import { EventEmitter } from 'node:events';

class Wire extends EventEmitter {
  constructor(lives) {
    super();
    setTimeout(() => this.emit('open'), 3);
    if (!lives) setTimeout(() => this.emit('close'), 8);
  }
  end() {}
}

class Client {
  again = true;
  wire = undefined;
  opened = 0;
  start() {
    this.opened++;
    this.wire = new Wire(this.opened > 1);
    this.wire.once('close', () => {
      this.wire = undefined;
      if (this.again) this.restartLater();
    });
  }

  restartLater() {
    setTimeout(() => this.start(), 60);
  }

  disconnect() {
    // Nothing is open now.
    this.again = false;
    if (this.wire) this.wire.end();
  }
}

const client = new Client();
client.start();
setTimeout(() => client.disconnect(), 35);
