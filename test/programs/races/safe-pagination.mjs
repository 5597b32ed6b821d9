// expect: nothing
import http from 'node:http';
import { once } from 'node:events';
const server = http.createServer((q, r) => { const n = Number(new URL(q.url, 'http://x').searchParams.get('cursor') ?? 0); setTimeout(() => r.end(JSON.stringify({ items: [n], next: n < 5 ? n + 1 : null })), 30); }).listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}/`;
const items = []; let cursor = 0;
while (cursor !== null) { const page = await (await fetch(`${base}?cursor=${cursor}`)).json(); items.push(...page.items); cursor = page.next; }
console.log(items.join());
server.close(); server.closeAllConnections();
