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

async function readAll(base) {
  const pages = [];
  for (const page of ['/a', '/b', '/c', '/d']) pages.push(await get(base, page));
  return pages;
}

async function main() {
  server.listen(0);
  await once(server, 'listening');
  console.log(await readAll(`http://localhost:${server.address().port}`));
  server.close();
  server.closeAllConnections();
}

main();
