// expect: handle.leak main.js:10; handle.leak main.js:25
// stop-after: 4
'use strict';
const { BroadcastChannel, MessageChannel } = require('node:worker_threads');

class Prices {
  constructor() {
    this.known = new Map();
    // One more listener for each copy, and none of them is ever closed.
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
api.change('chair', 4900);

function journal() {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (line) => console.log('journal:', line));
  return port2;
}

const lines = journal();
lines.postMessage('opened');
