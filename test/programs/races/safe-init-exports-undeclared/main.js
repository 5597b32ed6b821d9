// expect: nothing
'use strict';
// Nobody is served before it is there.
const http = require('node:http');
const state = require('./state');
const { quote } = require('./quote');

state.load().then(listen);
const server = http.createServer(quote);

function listen() {
  server.listen(0, '127.0.0.1', () => setTimeout(ask, 60, server.address().port));
}

function ask(port) {
  http.get({ port, host: '127.0.0.1', agent: false }, (res) => res.resume().on('end', () => server.close()));
}
