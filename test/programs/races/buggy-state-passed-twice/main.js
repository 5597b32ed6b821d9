// expect: race.check-then-act 14,11
'use strict';
// Both find that the order is new, and both send it; that of the next customer is found sent.
const { setTimeout: sleep } = require('node:timers/promises');

class Order {
  state = 'new';

  async send() {
    for (;;) {
      if (this.state === 'sent') return false;
      const label = await sleep(5, 'label');
      if (label) {
        this.state = 'sent';
        return true;
      }
    }
  }
}

async function main() {
  const order = new Order();
  const first = await Promise.all([order.send(), order.send()]);
  const second = await Promise.all([order.send(), order.send()]);
  console.log(first, second);
}

main();
