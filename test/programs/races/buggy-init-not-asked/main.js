// expect: race.order.use-before-init main.js:9,rules.js:9
// A function of another file says when the value is there; one of the uses does not ask it.
'use strict';
const http = require('node:http');
const rules = require('./rules');

const server = http.createServer(async (request, response) => {
  if (request.url === '/') await rules.ready();
  response.end(String(rules.banned.includes(request.url.slice(1))));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  setTimeout(() => {
    http.get({ port, host: '127.0.0.1', path: '/strict', agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text) => console.log(text));
      response.on('end', () => server.close());
    });
  }, 800);
});
