// expect: loop.sync-api main.js:10 | loop.blocked main.js:10
'use strict';
const http = require('node:http');
const { pbkdf2Sync } = require('node:crypto');

const server = http.createServer((request, response) => {
  response.end(check(request.url.slice(1)) ? 'welcome' : 'no');
});
function check(password) {
  const hash = pbkdf2Sync(password, 'salt', 1_000_000, 32, 'sha256');
  return hash.length === 32;
}

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  for (const password of ['tea', 'coffee', 'milk']) await (await fetch(base + password)).text();
  console.log('done');
  server.close();
  server.closeAllConnections();
});
