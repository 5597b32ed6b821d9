// expect: nothing
// never: listener.leak
'use strict';
const http = require('node:http');
const { EventEmitter, once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

// Many listeners at once, and all for a reason: parts that subscribe at the start, requests that unsubscribe, and clients that are still connected.
const prices = new EventEmitter();
prices.setMaxListeners(0);
const parts = Array.from({ length: 25 }, (_, i) => ({ i, price: 0 }));
for (const part of parts) prices.on('change', (price) => (part.price = price));

const server = http.createServer((request, response) => {
  if (request.url === '/stream') {
    const send = (price) => response.write(`${price}\n`);
    prices.on('change', send);
    response.on('close', () => prices.off('change', send));
    response.write('hello\n');
    return;
  }
  prices.once('change', (price) => response.end(String(price)));
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const streams = [];
  for (let i = 0; i < 40; i++) {
    const asked = fetch(`${base}/once`);
    if (i % 3 === 0) streams.push(await fetch(`${base}/stream`));
    while (prices.listenerCount('change') <= 25 + Math.ceil((i + 1) / 3)) await sleep(1);
    prices.emit('change', i);
    await (await asked).text();
  }
  console.log(streams.length, parts.every((part) => part.price === 39));
  process.exit(0);
});
