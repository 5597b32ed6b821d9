// expect: loop.blocked main.js:8 | loop.blocked main.js:9 | loop.blocked main.js:10
'use strict';
const http = require('http');
// Many short calls share the time: none of them has most of it, and the last call of the callback has nothing to do with it.
function parse(lines, ms) {
  const rows = [];
  const begin = process.cpuUsage();
  for (let i = 0; i % 256 > 0 || process.cpuUsage(begin).user < ms * 1000; i++) {
    const cells = lines[i % lines.length].split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''));
    rows[i % 1000] = { id: Number(cells[0]), name: cells[1], amount: parseFloat(cells[2]) };
  }
  return rows.length;
}
const lines = Array.from({ length: 1000 }, (_, i) => `${i}, "customer ${i}", ${i / 3}`);
const server = http.createServer((req, res) => {
  if (req.url !== '/import') {
    res.end('up');
    return;
  }
  const count = parse(lines, 400);
  res.end(String(count));
});
const get = (path) =>
  new Promise((resolve) => http.get({ host: '127.0.0.1', port: server.address().port, path }, (res) => res.resume().on('end', resolve)));
server.listen(0, '127.0.0.1', async () => {
  await get('/');
  await Promise.all([get('/import'), get('/'), get('/'), get('/')]);
  server.close();
});
