// expect: loop.blocked main.js:7
'use strict';
const http = require('node:http');
const crypto = require('node:crypto');

function hash(password) {
  return crypto.pbkdf2Sync(password, 'salt', 900_000, 64, 'sha512').toString('hex');
}

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/login')) response.end(hash(request.url).slice(0, 8));
  else response.end('ok');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const get = async (path) => (await fetch(base + path)).text();
  console.log((await Promise.all([get('/login?p=tea'), get('/a'), get('/b'), get('/login?p=milk')])).length);
  server.close();
  server.closeAllConnections();
});
