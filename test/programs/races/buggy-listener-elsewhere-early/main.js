// expect: race.order.use-before-init orders.js:4,db.js:7 ; race.order.use-before-init orders.js:8,db.js:8
// As safe-listener-elsewhere-late, but one listener is added before what it uses is set, and what another one calls is also called by a timer.
'use strict';
const { EventEmitter } = require('node:events');
const db = require('./db');
const { onOrder, onRefund } = require('./orders');

const bus = new EventEmitter();
bus.on('order', onOrder);
db.connect(() => {
  bus.on('order', onOrder);
  bus.on('refund', (id) => onRefund(id));
});

setTimeout(() => {
  bus.emit('order', 7);
  onRefund(7);
}, 300);
