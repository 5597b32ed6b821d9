// expect: timer.leak main.js:9
'use strict';
const http = require('node:http');

const sessions = new Set();
const server = http.createServer((req, res) => {
  const session = { seen: Date.now(), ticks: 0 };
  sessions.add(session);
  setInterval(() => session.ticks++, 1000);
  res.on('close', () => sessions.delete(session));
  res.end('hello');
});

server.listen(0, '127.0.0.1', async () => {
  const get = () =>
    new Promise((resolve, reject) => {
      http.get({ port: server.address().port, agent: false }, (res) => res.resume().on('end', resolve)).on('error', reject);
    });
  for (let i = 0; i < 6; i++) await get();
  console.log('done');
  process.exit(0);
});
