// expect: nothing
// never: timer.leak
// stop-after: 4
'use strict';
const http = require('node:http');

// A server is meant to stay: the limits that are left over keep nothing alive.
function within(work, ms) {
  return Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error('late')), ms))]);
}
const priceOf = (name) => new Promise((resolve) => setImmediate(resolve, name.length));

const server = http.createServer((req, res) => {
  within(priceOf(req.url), 90_000).then((price) => res.end(String(price)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  for (const name of ['/tea', '/salt', '/rice']) http.get({ port, path: name, agent: false }, (res) => res.resume());
});
