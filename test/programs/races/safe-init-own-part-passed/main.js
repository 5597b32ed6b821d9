// expect: nothing
'use strict';
const http = require('node:http');
const open = require('./state.js');

serve(open());

function serve(state) {
  const server = http.createServer((request, response) => {
    // Who is given no keeper says so.
    state.refresh(state.keeper, (names) => response.end(names.join()));
  });
  server.listen(0, () => setTimeout(ask, 60, server));
}

function ask(server) {
  http.get({ port: server.address().port, agent: false }, (response) => {
    response.resume();
    response.on('end', () => server.close());
  });
}
