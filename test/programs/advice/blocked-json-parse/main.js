// expect: loop.blocked main.js:7 | loop.blocked main.js:6 | loop.blocked main.js:8
const http = require('http');
const big = JSON.stringify(Array.from({ length: 300_000 }, (_, i) => ({ id: i, name: 'item ' + i, tags: ['x', 'y'], price: { amount: i, currency: 'EUR' } })));
const server = http.createServer((req, res) => {
  if (req.url === '/import') {
    let rows = 0;
    for (let i = 0; i < 3; i++) rows += JSON.parse(big).length;
    res.end(String(rows));
  } else res.end('pong');
});
async function load(server, paths) {
  const base = `http://127.0.0.1:${server.address().port}`;
  const texts = await Promise.all(paths.map(async (p) => (await fetch(base + p)).text()));
  console.log(texts.length);
  server.close();
  server.closeAllConnections();
}

server.listen(0, () => load(server, ['/import', '/ping', '/ping', '/ping']));
