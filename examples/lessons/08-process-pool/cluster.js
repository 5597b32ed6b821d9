'use strict';
// Two processes behind one port: each guest is served by the one whose turn it is.
const cluster = require('node:cluster');
const http = require('node:http');

function sum(limit) {
  let total = 0;
  for (let i = 0; i < limit; i++) total += i;
  return total;
}

async function ask(base, limit) {
  const response = await fetch(`${base}/${limit}`);
  console.log(limit, await response.text());
}

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  let ready = 0;
  cluster.on('listening', async (worker, address) => {
    if (++ready < workers.length) return;
    const base = `http://127.0.0.1:${address.port}`;
    await Promise.all([5e6, 10e6, 20e6].map((limit) => ask(base, limit)));
    for (const one of workers) one.kill();
  });
} else {
  http
    .createServer((request, response) => {
      response.setHeader('connection', 'close');
      response.end(String(sum(Number(request.url.slice(1)))));
    })
    .listen(0, '127.0.0.1');
}
