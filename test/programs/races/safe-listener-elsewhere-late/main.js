// expect: nothing
// What uses the value is in one file, what sets it in another; the callback that runs once the value is there adds the listeners.
'use strict';
const { EventEmitter } = require('node:events');
const http = require('node:http');
const db = require('./db');
const { onOrder, onRefund } = require('./orders');
const orders = require('./orders');

const bus = new EventEmitter();
const server = http.createServer();
db.connect(() => {
  bus.on('order', onOrder);
  bus.on('refund', (id) => onRefund(id));
  bus.once('drain', () => console.log(db.pool.count > 0));
  server.on('request', (request, response) => {
    orders.countUp();
    response.end(String(db.pool.query(request.url)));
  });
});

const timer = setInterval(() => {
  if (server.listenerCount('request') === 0) return;
  clearInterval(timer);
  bus.emit('order', 7);
  bus.emit('refund', 7);
  server.listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => {
      response.resume().on('end', () => {
        bus.emit('drain');
        server.close();
      });
    });
  });
}, 60);
