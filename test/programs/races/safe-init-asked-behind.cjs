// expect: nothing
// The server asks for one part of what is set in one go, and a callback that comes later uses another: it would not have been given away without the first.
'use strict';
const http = require('node:http');

const state = { admin: null, main: null };
setTimeout(() => {
  state.main = { open: (name) => name.toUpperCase() };
  state.admin = { list: (callback) => setTimeout(callback, 10, ['shop', 'log']) };
}, 20);

const server = http.createServer((request, response) => {
  if (!state.admin) {
    response.statusCode = 503;
    response.end();
    return;
  }
  state.admin.list((names) => response.end(names.map((name) => state.main.open(name)).join()));
});
server.listen(0, () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close());
    });
  }, 150);
});
