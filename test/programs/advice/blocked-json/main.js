// expect: loop.blocked main.js:13
'use strict';
const http = require('node:http');

const catalogue = Array.from({ length: 400_000 }, (_, i) => ({ i, name: `thing ${i}`, tags: ['a', 'b'] }));

const others = ['/a', '/b', '/c'];
let seen = 0;
let letOn;
const allSeen = new Promise((resolve) => (letOn = resolve));
const server = http.createServer((request, response) => {
  if (request.url === '/export') {
    response.end(['de', 'en', 'fr', 'it'].map((language) => JSON.stringify({ language, catalogue })).join('\n'));
    return;
  }
  setTimeout(() => response.end('ok'), 30);
  if (++seen === others.length) letOn();
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const get = async (path) => (await (await fetch(base + path)).text()).length;
  const waiting = others.map(get);
  await allSeen;
  console.log(await Promise.all([get('/export'), ...waiting]));
  server.close();
  server.closeAllConnections();
});
