// expect: await.in-loop@info main.js:9
'use strict';
const http = require('http');
const backend = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify({ url: req.url })), 60));
let base;
async function avatars(ids) {
  const found = new Map();
  for (const id of ids) {
    const res = await fetch(`${base}/avatar/${id}`);
    if (!res.ok) throw new Error(`status ${res.status}`);
    const body = await res.json();
    found.set(id, body.url);
  }
  return found;
}
backend.listen(0, '127.0.0.1', async () => {
  base = `http://127.0.0.1:${backend.address().port}`;
  await (await fetch(base)).text();
  console.log((await avatars([1, 2, 3, 4, 5, 6])).size);
  backend.closeAllConnections();
  backend.close();
});
