// expect: lock.not-released main.js:24
// never: io.no-timeout
// stop-after: 4
'use strict';
const http = require('node:http');
const { once } = require('node:events');

// The program's own server does not answer since a slot was not given back: that is what is wrong, not the request that waits for it.
let free = 1;
const line = [];

async function take() {
  if (free > 0) free--;
  else await new Promise((resolve) => line.push(resolve));
}

function give() {
  const next = line.shift();
  if (next) next();
  else free++;
}

async function shrink(text) {
  await take();
  if (text === '') throw new Error('nothing to shrink');
  const short = text.slice(0, 3);
  give();
  return short;
}

async function main() {
  const server = http.createServer(async (request, response) => {
    response.end(await shrink(decodeURIComponent(request.url.slice(1))).catch((error) => error.message));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const ask = async (text) => (await fetch(`http://127.0.0.1:${server.address().port}/${text}`)).text();
  console.log(await ask('first'));
  console.log(await ask(''));
  console.log(await ask('third'));
}

main();
