// expect: nothing
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

// Nobody goes by this number: it is only printed.
const stats = { hits: 0 };

async function page(response) {
  const before = stats.hits;
  await delay(2);
  stats.hits = before + 1;
  response.end('page');
}

function ping(response) {
  stats.hits++;
  response.end('pong');
}

const server = http.createServer((request, response) => (request.url === '/page' ? page(response) : ping(response)));
server.listen(0, '127.0.0.1', async () => {
  const get = (path) =>
    new Promise((resolve) => http.get({ port: server.address().port, path, agent: false }, (r) => r.resume().on('end', resolve)));
  await get('/page');
  await get('/ping');
  console.log(Object.keys(stats).length);
  server.close();
});
