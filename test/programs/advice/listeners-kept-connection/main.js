// expect: listener.leak main.js:9
'use strict';
const http = require('node:http');

// The connection is kept for the next request, and with it what each request has added to it. Node adds listeners of its own, too, and takes them back.
let gone = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const server = http.createServer((request, response) => {
  request.socket.on('close', () => gone++);
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
