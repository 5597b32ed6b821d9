// expect: listener.leak main.js:12
'use strict';
const http = require('node:http');
const { EventEmitter } = require('node:events');
const { setImmediate: turn } = require('node:timers/promises');

// Each request listens to what all have in common, and goes on listening when it has been answered. Only a few come.
const rates = new EventEmitter();

const server = http.createServer((request, response) => {
  let open = true;
  rates.on('change', (rate) => {
    if (open) response.end(String(rate));
    open = false;
  });
  setImmediate(() => rates.emit('change', 7));
});

server.listen(0, async () => {
  for (let i = 0; i < 16; i++) {
    await (await fetch(`http://localhost:${server.address().port}/`)).text();
    await turn();
  }
  console.log(rates.listenerCount('change'));
  server.close();
  server.closeAllConnections();
});
