// expect: race.order.use-before-init board.js:2,farm.js:13
'use strict';
// What another file uses is of an object that is made without it, and gets it when it has been built.
const http = require('node:http');
const { farm, build } = require('./farm');
const { sign } = require('./board');

const server = http.createServer((request, response) => {
  response.end(sign(farm, request.url.slice(1)));
});

build().catch(console.error);
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  await new Promise((resolve) => setTimeout(resolve, 60));
  console.log(await (await fetch(`${base}/north`)).text());
  server.close();
  server.closeAllConnections();
});
