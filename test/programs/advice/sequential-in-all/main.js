// expect: await.sequential@info main.js:11
'use strict';
const http = require('http');
const { setTimeout: sleep } = require('timers/promises');
const backend = http.createServer(async (req, res) => { await sleep(req.url.includes('orders') ? 120 : req.url.includes('user') ? 80 : 100); res.end(JSON.stringify({ url: req.url })); });
let base;
const api = async (path) => (await fetch(base + path)).json();

async function dashboard(id) {
  const [user, orders, news] = await Promise.all([
    await api('/user/' + id),
    await api('/orders'),
    await api('/news'),
  ]);
  return { user, orders, news };
}

async function main() {
  await new Promise((r) => backend.listen(0, '127.0.0.1', r));
  base = `http://127.0.0.1:${backend.address().port}`;
  await api('/warm');
  for (let i = 0; i < 3; i++) await dashboard(i);
  console.log('done');
  backend.close(); backend.closeAllConnections();
}
main();
