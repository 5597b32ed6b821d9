// expect: await.in-loop@info main.js:12
'use strict';
const http = require('http');
const { setTimeout: sleep } = require('timers/promises');
const backend = http.createServer(async (req, res) => { await sleep(req.url.includes('orders') ? 120 : req.url.includes('user') ? 80 : 100); res.end(JSON.stringify({ url: req.url })); });
let base;
const api = async (path) => (await fetch(base + path)).json();

async function dashboard() {
  const pages = [];
  for (const id of [1, 2, 3, 4, 5, 6]) {
    const page = await api('/item/' + id);
    pages.push(page);
  }
  return pages;
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
