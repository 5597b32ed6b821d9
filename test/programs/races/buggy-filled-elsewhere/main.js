// expect: race.order.use-before-init pages.cjs:7,stations.cjs:11
// Lines of a railway are loaded when the program starts; a request that comes before finds no list and is refused with an error.
const http = require('node:http');
const { answer } = require('./pages.cjs');

const server = http.createServer((request, response) => {
  try {
    response.end(answer(request.url.slice(1)));
  } catch (error) {
    response.writeHead(500).end(error.name);
  }
});
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, path: '/north/hill', agent: false }, (response) => {
    response.resume();
    response.on('end', () => server.close(() => console.log(response.statusCode)));
  });
});
