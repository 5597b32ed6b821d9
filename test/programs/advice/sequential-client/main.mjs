// expect: await.sequential@info main.mjs:12
import http from 'node:http';
import { Client } from './client.mjs';

// What the client asks for with fetch goes on a connection of its own each time.
const backend = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify({ path: req.url })), 90));
await new Promise((resolve) => backend.listen(0, '127.0.0.1', resolve));
const client = new Client(`http://127.0.0.1:${backend.address().port}`);
await client.get('/warm');

async function account(id) {
  const profile = await client.get(`/profiles/${id}`);
  const invoices = await client.get(`/invoices/${id}`);
  const unread = await client.count(`/messages/${id}`);
  return { profile, invoices, unread };
}

const pages = [];
for (const id of [1, 2, 3]) pages.push(await account(id));
console.log('pages', pages.length);
backend.close();
backend.closeAllConnections();
