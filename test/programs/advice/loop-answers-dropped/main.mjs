// expect: await.in-loop@info main.mjs:20 ; await.in-loop@info main.mjs:30 ; await.in-loop@info main.mjs:40
// Only the head of each answer is wanted. Its body is read, since it has to be.
import http from 'node:http';
import { once } from 'node:events';
import { request } from 'undici';

let asked = 0;
const server = http.createServer((req, res) => {
  asked++;
  setTimeout(() => res.writeHead(req.url.endsWith('3') ? 404 : 200, { 'x-size': '7' }).end('page'), 45);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const pages = Array.from({ length: 6 }, (_, i) => `${base}/${i}`);

async function sizes(urls) {
  const found = [];
  for (const url of urls) {
    const { headers, body } = await request(url);
    await body.dump();
    found.push({ url, size: Number(headers['x-size']) });
  }
  return found;
}

async function broken(urls) {
  const found = [];
  for (let i = 0; i < urls.length; i++) {
    const reply = await fetch(urls[i]);
    await reply.text();
    if (!reply.ok) found.push(urls[i]);
  }
  return found;
}

async function states(urls) {
  const found = new Map();
  for (const url of urls) {
    const reply = await fetch(url);
    await reply.body.cancel();
    found.set(url, reply.status);
  }
  return found;
}

const known = (await sizes(pages)).map(({ url }) => url);
const lost = await broken(known);
console.log((await states([...known, ...lost])).size, asked);
server.close();
server.closeAllConnections();
