// expect: nothing
// never: loop.sync-api await.sequential
'use strict';
const http = require('http');
// Many lines for each request: where standard output is a file, each of them is written before console.log returns.
const server = http.createServer((req, res) => {
  for (let i = 0; i < 100; i++) console.log('step', i, 'of', req.url);
  console.error('done with', req.url);
  res.end('ok');
});
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  await Promise.all(['/a', '/b', '/c'].map(async (page) => (await fetch(base + page)).text()));
  server.closeAllConnections();
  server.close();
});
