// expect: nothing
// never: handle.leak
'use strict';
// Closed or unref'd, they hold nothing, and the program ends.
const { BroadcastChannel, MessageChannel } = require('node:worker_threads');

class Prices {
  constructor() {
    this.known = new Map();
    this.changes = new BroadcastChannel('prices');
    this.changes.onmessage = ({ data }) => this.known.delete(data);
  }

  change(sku, cents) {
    this.known.set(sku, cents);
    this.changes.postMessage(sku);
  }
}

const [shop, api] = [new Prices(), new Prices()];
shop.change('lamp', 950);
api.changes.unref();
setTimeout(() => shop.changes.close(), 50);

const { port1, port2 } = new MessageChannel();
port1.on('message', (line) => console.log('journal:', line));
port2.postMessage('opened');
setTimeout(() => port2.close(), 50);
