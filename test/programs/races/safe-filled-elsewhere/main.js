// expect: nothing
// Requests come when the lines are there; what is asked of lines that nobody knows is answered with that.
const http = require('node:http');
const { answer } = require('./pages.cjs');
const known = require('./stations.cjs');

const server = http.createServer((request, response) => response.end(answer(request.url.slice(1))));
known.whenLoaded(() => {
  server.listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, path: '/north/hill', agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close(() => console.log(response.statusCode)));
    });
  });
});
