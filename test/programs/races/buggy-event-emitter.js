// expect: race.atomicity 9,11
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');
class Cart extends EventEmitter {
  total = 0;
  constructor() { super(); this.on('add', (p) => this.onAdd(p)); }
  async onAdd(price) {
    const current = this.total;
    const vat = await this.vat(price);
    this.total = current + price + vat;
    this.emit('changed', this.total);
  }
  async vat(p) { await delay(2); return p * 0.2; }
}
const cart = new Cart();
cart.on('changed', (t) => console.log('total', t));
cart.emit('add', 10);
cart.emit('add', 20);
