// expect: race.order.use-before-init main.js:8,config.js:11
'use strict';
const http = require('node:http');
const { settings, load } = require('./config');

const server = http.createServer((req, res) => {
  const size = Number(new URL(req.url, 'http://x').searchParams.get('size'));
  const ok = size <= settings.limits.upload;
  res.statusCode = ok ? 200 : 413;
  res.end(ok ? 'stored' : 'too large');
});

async function start() {
  load('app.json');
  await new Promise((r) => server.listen(0, '127.0.0.1', r));
}

start().then(() => {
  setTimeout(async () => {
    const res = await fetch(`http://127.0.0.1:${server.address().port}/?size=4`);
    console.log(res.status, await res.text());
    server.closeAllConnections();
    server.close();
  }, 50);
});
