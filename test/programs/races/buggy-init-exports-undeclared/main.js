// expect: race.order.use-before-init quote.js:5,state.js:7
'use strict';
// No line gives `exports.rates` a value at the start, not even null: the module is the only place that sets it.
const http = require('node:http');
const state = require('./state');
const { quote } = require('./quote');

state.load().catch(console.error);
const server = http.createServer(quote);
server.listen(0, '127.0.0.1', () => setTimeout(ask, 60, server.address().port));

function ask(port) {
  http.get({ port, host: '127.0.0.1', agent: false }, (res) => res.resume().on('end', () => server.close()));
}
