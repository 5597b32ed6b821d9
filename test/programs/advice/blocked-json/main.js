// expect: loop.blocked main.js:9
'use strict';
const http = require('node:http');

const catalogue = Array.from({ length: 400_000 }, (_, i) => ({ i, name: `thing ${i}`, tags: ['a', 'b'] }));

const server = http.createServer((request, response) => {
  if (request.url === '/export') {
    response.end(['de', 'en', 'fr', 'it'].map((language) => JSON.stringify({ language, catalogue })).join('\n'));
  } else response.end('ok');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const get = async (path) => (await (await fetch(base + path)).text()).length;
  console.log(await Promise.all([get('/export'), get('/a'), get('/b'), get('/c')]));
  server.close();
  server.closeAllConnections();
});
