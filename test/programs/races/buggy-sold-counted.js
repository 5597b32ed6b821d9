// expect: race.atomicity 10,12
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

// What was sold is no figure of a report.
const stats = { sold: 0 };

async function page(response) {
  const before = stats.sold;
  await delay(2);
  stats.sold = before + 1;
  response.end('page');
}

function ping(response) {
  stats.sold++;
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
