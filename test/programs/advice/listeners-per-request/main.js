// expect: listener.leak main.js:10
'use strict';
const http = require('node:http');
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const prices = new EventEmitter();
const quotes = [];
const server = http.createServer((request, response) => {
  prices.on('change', (price) => quotes.push([request.url, price]));
  response.end('subscribed');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  for (let i = 0; i < 40; i++) {
    await (await fetch(base + i)).text();
    await sleep(5);
  }
  prices.emit('change', 12);
  console.log('quotes', quotes.length);
  server.close();
  server.closeAllConnections();
});
