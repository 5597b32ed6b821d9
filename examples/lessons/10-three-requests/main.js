'use strict';
const http = require('node:http');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

const server = http.createServer(async (request, response) => {
  await sleep(2000 * scale);
  response.end(`hello from ${request.url}`);
});

async function get(base, page) {
  const response = await fetch(base + page);
  return response.text();
}

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const base = `http://localhost:${server.address().port}`;
  const pages = await Promise.all(['/a', '/b', '/c'].map((page) => get(base, page)));
  console.log(pages);
  server.close();
  server.closeAllConnections();
}

main();
