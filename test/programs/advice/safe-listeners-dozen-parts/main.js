// expect: nothing
// never: listener.leak
'use strict';
const http = require('node:http');
const { EventEmitter } = require('node:events');

// Ten parts of the program listen from the beginning, two visitors who stay for a while are the eleventh and the twelfth.
const rates = new EventEmitter();
for (let i = 0; i < 10; i++) rates.on('change', () => {});

const open = new Set();
const server = http.createServer((request, response) => {
  if (request.url === '/close') {
    for (const end of open) end();
    return response.end();
  }
  const show = (rate) => response.write(`${rate}\n`);
  rates.on('change', show);
  open.add(() => {
    rates.off('change', show);
    response.end();
  });
  response.write('hello\n');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const watching = [await fetch(`${base}/watch`), await fetch(`${base}/watch`)];
  rates.emit('change', 1);
  await (await fetch(`${base}/close`)).text();
  for (const answer of watching) console.log((await answer.text()).length);
  server.close();
  server.closeAllConnections();
});
