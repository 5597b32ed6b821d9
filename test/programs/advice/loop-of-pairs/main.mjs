// expect: await.in-loop@info main.mjs:19
import http from 'node:http';
import { once } from 'node:events';

// The two of one customer run together, the customers one after the other.
async function profile(base, id) {
  const response = await fetch(`${base}/profile/${id}`);
  return response.json();
}
async function orders(base, id) {
  const response = await fetch(`${base}/orders/${id}`);
  return response.json();
}

async function summary(base, ids) {
  const rows = [];
  for (const id of ids) {
    // Nothing of one customer is needed for the next.
    const [who, bought] = await Promise.all([profile(base, id), orders(base, id)]);
    rows.push({ who: who.url, count: bought.url.length });
  }
  return rows;
}

const server = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify({ url: req.url })), 60));
await once(server.listen(0, '127.0.0.1'), 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
console.log((await summary(base, ['a', 'b', 'c', 'd', 'e', 'f'])).length);
server.close();
server.closeAllConnections();
