// expect: promise.floating main.mjs:18
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const orders = new Map();

async function store(order) {
  await sleep(120);
  orders.set(order.id, order);
}

// Whoever has been told that it is stored asks for it, and is told that there is none.
const server = http.createServer(async (req, res) => {
  await sleep(1);
  const id = req.url.slice(1);
  if (req.method === 'POST') {
    const order = { id, at: Date.now() };
    store(order);
    res.writeHead(201).end('stored');
    return;
  }
  res.end(orders.has(id) ? 'there' : 'none');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
for (const id of ['lamp', 'chair']) {
  await (await fetch(`${base}/${id}`, { method: 'POST' })).text();
  console.log(id, await (await fetch(`${base}/${id}`)).text());
}
server.close();
server.closeAllConnections();
