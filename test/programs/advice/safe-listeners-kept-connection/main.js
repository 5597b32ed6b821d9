// expect: nothing
'use strict';
const http = require('node:http');

// Each request listens to its own response.
let gone = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const server = http.createServer((request, response) => {
  response.on('close', () => gone++);
  response.end('ok');
});

function get(port) {
  return new Promise((resolve, reject) => {
    http.get({ port, agent, host: '127.0.0.1' }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 30; i++) await get(server.address().port);
  agent.destroy();
  server.close(() => console.log('connections gone:', gone));
});
