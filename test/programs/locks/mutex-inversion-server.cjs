// expect: lock.order-inversion 7,8,9 exit 0
const { Mutex } = require('async-mutex');
const http = require('http');
const users = new Mutex(), carts = new Mutex(), stock = new Mutex();
const db = () => new Promise((r) => setImmediate(r));
const routes = {
  '/checkout': () => carts.runExclusive(async () => { await db(); await stock.runExclusive(db); }),
  '/restock': () => stock.runExclusive(async () => { await db(); await users.runExclusive(db); }),
  '/profile': () => users.runExclusive(async () => { await db(); await carts.runExclusive(db); }),
};
const server = http.createServer(async (req, res) => { await routes[req.url](); res.end('ok'); });
server.listen(0, async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const url of Object.keys(routes)) await (await fetch(base + url)).text();
  server.close(); server.closeAllConnections?.();
});
