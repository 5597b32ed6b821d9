// expect: race.check-then-act 14
import { setTimeout as sleep } from 'node:timers/promises';

// The look decides about the payment as well: of two that pay only one has something to ship.
class Cart {
  items = [];
  shipped = [];

  constructor(...items) {
    this.items.push(...items);
  }

  take() {
    return this.items.splice(0);
  }

  async checkout() {
    if (this.items.length === 0) return 'nothing to pay';
    await sleep(10);
    const items = this.take();
    this.shipped.push(items.length);
    return `paid ${items.length}`;
  }
}

const cart = new Cart('pen', 'ink', 'paper');
console.log((await Promise.all([cart.checkout(), cart.checkout()])).join(', '));
