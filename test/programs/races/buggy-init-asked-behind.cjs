// expect: race.order.use-before-init 19
// The server asks whether it is asked for the list, and a callback that comes later uses what may not be there yet.
'use strict';
const http = require('node:http');

const state = { since: null, main: null };
const list = (callback) => setTimeout(callback, 10, ['shop', 'log']);
setTimeout(() => {
  state.main = { open: (name) => name.toUpperCase() };
  state.since = Date.now();
}, 20);

const server = http.createServer((request, response) => {
  if (!request.url.startsWith('/list')) {
    response.statusCode = 405;
    response.end();
    return;
  }
  list((names) => response.end(names.map((name) => state.main.open(name)).join()));
});
server.listen(0, () => {
  setTimeout(() => {
    http.get({ port: server.address().port, path: '/list', agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close());
    });
  }, 150);
});
