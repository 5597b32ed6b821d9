// expect: timer.leak main.js:10
// stop-after: 5
'use strict';
const http = require('node:http');

// Two dozen requests one after the other take as little time as the machine needs for them.
const sessions = new Map();
const server = http.createServer((req, res) => {
  const session = { id: req.url, idle: 0 };
  setInterval(() => session.idle++, 1000);
  sessions.set(session.id, session);
  res.end('hello');
});

server.listen(0, '127.0.0.1', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = server.address();
  const get = (path) =>
    new Promise((resolve, reject) => {
      http.get({ port, path, agent }, (res) => res.resume().on('end', resolve)).on('error', reject);
    });
  for (let i = 0; i < 24; i++) await get(`/${i}`);
  console.log('sessions', sessions.size);
  agent.destroy();
  server.close();
});
