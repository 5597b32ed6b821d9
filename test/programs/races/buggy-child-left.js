// expect: race.check-then-act 12,15
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const invoice = { state: 'open', closed: 0 };

async function ship() {
  await delay(2);
  invoice.state = 'shipped';
}

async function close() {
  if (invoice.state === 'open') {
    ship();
    await delay(8);
    invoice.state = 'closed';
    invoice.closed++;
  }
}

close().then(() => console.log(invoice.state, invoice.closed));
