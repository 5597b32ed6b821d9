// expect: race.atomicity 12,15
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const invoice = { total: 100, lines: [] };

async function addShipping() {
  await delay(2);
  invoice.total += 7;
}

async function close(discount) {
  const total = invoice.total;
  const shipping = addShipping();
  await delay(8);
  invoice.total = total - discount;
  await shipping;
}

close(10).then(() => console.log(invoice.total));
