// expect: nothing
'use strict';
const http = require('node:http');
const { once } = require('node:events');

async function priceOf(url) {
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(new Error('too late')), 2_500);
  const answer = await fetch(url, { signal: controller.signal });
  const text = await answer.text();
  clearTimeout(limit);
  return text;
}

async function main() {
  const server = http.createServer((request, response) => response.end(request.url.slice(1)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  console.log(await Promise.all([priceOf(`${base}/12`), priceOf(`${base}/15`)]));
  server.closeAllConnections();
  server.close();
}

main();
