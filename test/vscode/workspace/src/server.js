'use strict';
const http = require('node:http');
// Runs until it is stopped.
const server = http.createServer(async (request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 2));
  response.end('ok');
});
server.listen(0, '127.0.0.1', () => {
  console.log('server is up');
  const { port } = server.address();
  setInterval(() => http.get({ port, host: '127.0.0.1', agent: false }, (answer) => answer.resume()), 20);
});
