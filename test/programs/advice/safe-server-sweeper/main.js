// expect: nothing
// stop-after: 3
'use strict';
// The server is what keeps the program alive, and it is meant to.
const http = require('node:http');
const limits = require('../leak-module-interval/limits');

const server = http.createServer((request, response) => response.end(String(limits.allow(request.socket.remoteAddress))));
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/`);
  console.log(await answer.text());
});
