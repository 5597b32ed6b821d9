// expect: nothing
'use strict';
const http = require('node:http');

// One interval for all, which nobody has to stop, and one for each request, which ends with it.
let beats = 0;
setInterval(() => beats++, 1000);

const server = http.createServer((req, res) => {
  const session = { seen: Date.now(), ticks: 0 };
  const timer = setInterval(() => session.ticks++, 1000);
  res.on('close', () => clearInterval(timer));
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
