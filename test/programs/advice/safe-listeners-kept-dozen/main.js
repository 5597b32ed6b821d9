// expect: nothing
'use strict';
const http = require('node:http');

// A dozen requests on one connection; each takes back its listener when it has been answered.
let failed = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const server = http.createServer((request, response) => {
  const note = () => failed++;
  request.socket.on("error", note);
  response.on("finish", () => request.socket.off("error", note));
  response.end('ok');
});

function get(port) {
  return new Promise((resolve, reject) => {
    http.get({ port, agent, host: '127.0.0.1' }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 12; i++) await get(server.address().port);
  agent.destroy();
  server.close(() => console.log('failed:', failed));
});
