// expect: listener.leak main.js:11
'use strict';
const http = require('node:http');
const { EventEmitter } = require('node:events');

// As many listeners as requests have come, one more than is usual and another one: each of them is of a request that has its answer.
const rates = new EventEmitter();

const server = http.createServer((request, response) => {
  const seen = [];
  rates.on('change', (rate) => seen.push(rate));
  setTimeout(() => response.end(String(seen.length)), 2);
});

server.listen(0, async () => {
  for (let i = 0; i < 12; i++) {
    await (await fetch(`http://localhost:${server.address().port}/`)).text();
    rates.emit('change', i);
  }
  console.log(rates.listenerCount('change'));
  server.close();
  server.closeAllConnections();
});
