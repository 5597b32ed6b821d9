// expect: race.reentrancy? 10,12
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

// One request in this run: two at once would lose an update.
const stats = { price: 100 };

const server = http.createServer(async (req, res) => {
  const price = stats.price;
  await delay(3);
  stats.price = price + 5;
  res.end(String(stats.price));
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, agent: false }, (res) => {
    res.on('data', (d) => console.log('price', String(d))).on('end', () => server.close());
  });
});
