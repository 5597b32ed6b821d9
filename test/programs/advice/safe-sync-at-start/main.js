// expect: nothing
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const { scryptSync } = require('node:crypto');

// At start-up nobody waits.
const key = scryptSync('secret', 'salt', 32);
const page = fs.readFileSync(__filename, 'utf8');

const server = http.createServer((request, response) => response.end(page.slice(0, key.length)));
server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  for (let i = 0; i < 5; i++) await (await fetch(base)).text();
  console.log('done');
  server.close();
  server.closeAllConnections();
});
