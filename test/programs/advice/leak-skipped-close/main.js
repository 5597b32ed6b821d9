// expect: handle.leak main.js:11
// stop-after: 5
'use strict';
const http = require('node:http');
const assert = require('node:assert/strict');

const app = (req, res) => res.end(JSON.stringify({ id: req.url.slice(1) }));

async function smoke() {
  const server = http.createServer(app);
  await new Promise((resolve) => server.listen(0, resolve));
  const res = await fetch(`http://127.0.0.1:${server.address().port}/7`);
  assert.equal((await res.json()).id, 7);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

smoke().then(
  () => console.log('passed'),
  () => console.log('failed'),
);
