// expect: nothing
// The piers and the cranes of a port are read before it opens: whoever asks for the place of one in the list comes later.
'use strict';
const fs = require('node:fs');
const http = require('node:http');

const port = { piers: [] };
let cranes = [];
const server = http.createServer((request, response) => {
  const name = request.url.slice(1);
  if (port.piers.indexOf(name) < 0) {
    response.statusCode = 404;
    response.end('no such pier');
    return;
  }
  response.end(name);
});
const yard = http.createServer((request, response) => {
  if (cranes.indexOf(request.url.slice(1)) !== -1) response.end();
  else response.writeHead(404).end();
});

function ask(to, path, then) {
  http.get({ port: to.address().port, path, agent: false }, (response) => {
    console.log(response.statusCode);
    response.resume().on('end', () => to.close(then));
  });
}
function open() {
  server.listen(0, '127.0.0.1', () => setTimeout(ask, 60, server, '/piers', () => yard.listen(0, '127.0.0.1', () => ask(yard, '/cranes'))));
}
fs.readFile(__filename, 'utf8', (error, text) => {
  port.piers = text.match(/p\w+/g);
  cranes = text.match(/c\w+/g);
  open();
});
