// expect: timer.leak main.js:8
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const beats = new Map();
const server = http.createServer((request, response) => {
  const beat = setInterval(() => beats.set(request.url, Date.now()), 1000);
  beats.set(request.url, beat.hasRef());
  response.end('ok');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  for (let i = 0; i < 80; i++) {
    await (await fetch(base + i)).text();
    await sleep(25);
  }
  console.log('served', beats.size);
  process.exit(0);
});
